import type { Compilable, Kysely, QueryCreator, Transaction } from 'kysely'
import { accountsOf } from '../accounts/accounts-of.ts'
import { findAccountAt } from '../accounts/find-account-at.ts'
import type { AuditOutcome } from '../audit.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'

/** Who does it at a command line, and why. */
export type By = { operator: string | null; reason: string | null }

const unnamed: By = { operator: null, reason: null }

/** What stopped working: secrets that were still valid, and sessions. */
export type Revoked = { accounts: number; secrets: number; sessions: number }

const BATCH = 500
const ALL = ''

/**
 * Nothing that was mailed, exchanged or signed in with before works afterwards. In batches, so that no lock is held
 * for long. Can be repeated.
 */
export async function revokeAll(db: Kysely<Schema>, by: By = unnamed): Promise<Revoked> {
  // Written first: one that stops halfway belongs into the audit trail too.
  await recordRevocation(db, { ...by, outcome: 'everything', accountId: null })
  const total: Revoked = { accounts: 0, secrets: 0, sessions: 0 }
  if (accountsOf(db).kind !== 'native') return revokeElsewhere(db)
  let after: string | undefined
  for (;;) {
    const batch = await transaction(db, async (trx) => {
      const accounts = after ? await lockNext(trx, { after }) : await lockFirst(trx, {})
      const ids = accounts.map(({ id }) => id)
      return { last: ids.at(-1), ...(await revokeAccounts(trx, ids)) }
    })
    if (batch.last === undefined) return total
    after = batch.last
    total.accounts += batch.accounts
    total.secrets += batch.secrets
    total.sessions += batch.sessions
  }
}

/** One row stands for all users of an application, so none of them is locked or counted. */
async function revokeElsewhere(db: Kysely<Schema>): Promise<Revoked> {
  return transaction<Revoked>(db, async (trx) => {
    await newCredentialVersion(trx, { accountIds: [ALL] })
    const secrets = await voidAllSecrets(trx, {})
    return { accounts: 0, secrets: secrets.length, sessions: 0 }
  })
}

/** `undefined`: no account has this address. */
export async function revokeAccount(
  db: Kysely<Schema>,
  canonicalEmail: string,
  by: By = unnamed,
): Promise<Revoked | undefined> {
  return transaction<Revoked | undefined>(db, async (trx) => {
    const account = (await findAccountAt(trx, canonicalEmail))?.row
    if (!account) return undefined
    await lockThese(trx, { accountIds: [account.id] })
    await recordRevocation(trx, { ...by, outcome: 'account', accountId: account.id })
    return revokeAccounts(trx, [account.id])
  })
}

/** The accounts are locked already: accounts before secrets, as everywhere. */
export async function revokeAccounts(
  trx: Transaction<Schema>,
  accountIds: string[],
): Promise<Revoked> {
  await newCredentialVersion(trx, { accountIds })
  const secrets = await voidSecrets(trx, { accountIds })
  // Ours belong to accounts of ours, whose ids are all that the statement takes.
  const isNative = accountsOf(trx).kind === 'native'
  const sessions = isNative ? await endSessions(trx, { accountIds }) : []
  return { accounts: accountIds.length, secrets: secrets.length, sessions: sessions.length }
}

type Revocation = By & { outcome: 'everything' | 'account'; accountId: string | null }

const recordRevocation = prepared('record-revocation', (db, p: Values<Revocation>) =>
  withEvents(eventsOfRevocation)(
    db.with('revoked', (q) =>
      q
        .insertInto('audit_event')
        .values({
          kind: 'revoked',
          outcome: p.outcome,
          account_id: p.accountId,
          operator: p.operator,
          reason: p.reason,
        })
        .returning([
          'audit_event.account_id',
          'audit_event.outcome',
          'audit_event.operator',
          'audit_event.reason',
        ]),
    ),
  )
    .selectFrom('revoked')
    .select('revoked.outcome'),
)

type RevokedRow = By & { account_id: string | null; outcome: AuditOutcome }

function eventsOfRevocation(q: QueryCreator<Schema & { revoked: RevokedRow }>) {
  const rows = q.selectFrom('revoked')
  const accounts = rows.where('revoked.outcome', '=', 'account')
  const accountId = 'revoked.account_id as accountId'
  return [
    eventsOf(
      q,
      'accounts.revoked',
      rows
        .select(['revoked.operator', 'revoked.reason'])
        .where('revoked.outcome', '=', 'everything')
        .as('data'),
    ),
    eventsOf(
      q,
      'account.revoked',
      accounts
        .select([accountId, 'revoked.operator', 'revoked.reason'])
        .$narrowType<{ accountId: string }>()
        .as('data'),
    ),
    eventsOf(
      q,
      'account.sessions_ended',
      accounts
        .select(({ cast, lit, val }) => [
          accountId,
          cast<null>(lit(null), 'text').as('requestId'),
          val('revoked' as const).as('because'),
        ])
        .$narrowType<{ accountId: string }>()
        .as('data'),
    ),
  ] as const
}

const lockFirst = prepared('lock-first-accounts', (db) => lockBatch(db))

const lockNext = prepared('lock-next-accounts', (db, p: Values<{ after: string }>) =>
  lockBatch(db).where('id', '>', p.after),
)

function lockBatch(db: Kysely<Schema>) {
  return db.selectFrom('account').select('id').orderBy('id').limit(BATCH).forUpdate()
}

type Accounts = { accountIds: string[] }

const lockThese = prepared('lock-accounts', (db, p: Values<Accounts>, accounts) =>
  accounts.lockedMany(db, p.accountIds),
)

/** Also reaches what is being minted or signed in with right now, under the version that was read before. */
const newCredentialVersion = prepared(
  'new-credential-version',
  (db, p: Values<Accounts>, accounts) =>
    accounts.newVersions(db, p.accountIds) as unknown as Compilable<object>,
)

/** Every secret that is still valid. */
function voidOpen(db: Kysely<Schema>) {
  return db
    .updateTable('secret')
    .set({ voided_at: now })
    .where('spent_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('digest')
}

const voidAllSecrets = prepared('void-all-secrets', (db) => voidOpen(db))

const voidSecrets = prepared('void-secrets', (db, p: Values<Accounts>) =>
  voidOpen(db).where((eb) => eb('account_id', '=', eb.fn.any(p.accountIds))),
)

const endSessions = prepared('end-sessions', (db, p: Values<Accounts>) =>
  db
    .deleteFrom('session')
    .where((eb) => eb('account_id', '=', eb.fn.any(p.accountIds)))
    .returning('digest'),
)
