import type { AddressDigest, ClientDigest, EmailAddress } from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import { inUnicode, ownerOf } from '../accounts/account-table.ts'
import { accountsOf } from '../accounts/accounts-of.ts'
import { insertJob } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { minutesFromNow, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { writeEvents } from '../webhooks/write-events.ts'
import { type By, revokeAccounts } from './revoke.ts'

/** One account that must choose a new password. */
export type RequiredReset = {
  accountId: string
  campaign: string
  requestId: string
  clientDigest: ClientDigest
  digestOf: (address: EmailAddress) => AddressDigest
  requestMinutes: number
  /** Of accounts of ours: replaces the password, so that it cannot be used any more. */
  lockWith: string | undefined
}

/** What became of one account of a campaign. */
export type ResetRequired =
  | { status: 'queued' }
  /** The campaign had reached it before. */
  | { status: 'done-before' }
  | { status: 'skipped'; reason: 'unknown' | 'disabled' | 'no-password' | 'no-address' }

/** Opens a recovery request for an account and queues its email, once for each campaign. */
export async function requireReset(
  db: Kysely<Schema>,
  reset: RequiredReset,
  by: By,
): Promise<ResetRequired> {
  return transaction<ResetRequired>(db, async (trx) => {
    const { accountId, campaign, requestId, clientDigest, requestMinutes } = reset
    const [first] = await noteAccount(trx, { campaign, accountId })
    if (!first) return { status: 'done-before' }
    const [account] = isKey(trx, accountId) ? await accountById(trx, { accountId }) : []
    if (!account) return { status: 'skipped', reason: 'unknown' }
    if (account.status !== 'active') return { status: 'skipped', reason: 'disabled' }
    if (!account.has_password) return { status: 'skipped', reason: 'no-password' }
    const owner = ownerOf(account)
    if (!owner) return { status: 'skipped', reason: 'no-address' }
    if (reset.lockWith !== undefined) await lockPassword(trx, accountId, reset.lockWith)
    await openRequest(trx, {
      ...{ requestId, clientDigest, requestMinutes },
      ...{ canonical: owner.canonical, unicode: inUnicode(owner.canonical) },
      ...{ addressDigest: reset.digestOf(owner), locale: account.locale },
    })
    await insertJob(trx, { kind: 'recovery', requestId, withheld: false })
    await recordRequired(trx, { accountId, requestId, ...by })
    const reason = by.reason ?? ''
    await writeEvents(trx, [
      { type: 'account.reset_required', data: { accountId, campaign, reason } },
      ...(reset.lockWith === undefined
        ? []
        : ([
            {
              type: 'account.sessions_ended',
              data: { accountId, requestId, because: 'reset-required' },
            },
          ] as const)),
    ])
    return { status: 'queued' }
  })
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Ids of ours are UUIDs; another text is the id of nobody. */
function isKey(db: Kysely<Schema>, id: string): boolean {
  return accountsOf(db).kind !== 'native' || uuid.test(id)
}

async function lockPassword(
  trx: Transaction<Schema>,
  accountId: string,
  passwordHash: string,
): Promise<void> {
  await replacePassword(trx, { accountId, passwordHash })
  await revokeAccounts(trx, [accountId])
}

type Id = { accountId: string }

const noteAccount = prepared('note-campaign', (db, p: Values<Id & { campaign: string }>) =>
  db
    .insertInto('campaign_account')
    .values({ campaign: p.campaign, account_id: p.accountId })
    .onConflict((conflict) => conflict.columns(['campaign', 'account_id']).doNothing())
    .returning('account_id'),
)

const accountById = prepared('account-by-id', (db, p: Values<Id>, accounts) =>
  accounts.byId(db, p.accountId),
)

const replacePassword = prepared(
  'lock-account-password',
  (db, p: Values<Id & { passwordHash: string }>) =>
    db.updateTable('account').set({ password_hash: p.passwordHash }).where('id', '=', p.accountId),
)

type RequestValues = {
  requestId: string
  canonical: string
  unicode: string | null
  addressDigest: AddressDigest
  clientDigest: ClientDigest
  locale: string | null
  requestMinutes: number
}

const openRequest = prepared('open-required-request', (db, p: Values<RequestValues>) =>
  db.insertInto('recovery_request').values(({ cast, lit }) => ({
    id: p.requestId,
    email_canonical: p.canonical,
    email_unicode: p.unicode,
    address_digest: p.addressDigest,
    client_digest: p.clientDigest,
    device: cast<null>(lit(null), 'text'),
    locale: p.locale,
    time_zone: cast<null>(lit(null), 'text'),
    closes_at: minutesFromNow(p.requestMinutes),
    emailed_at: now,
  })),
)

const recordRequired = prepared(
  'record-required-reset',
  (db, p: Values<By & Id & { requestId: string }>) =>
    db.insertInto('audit_event').values({
      ...{ kind: 'reset-required', outcome: 'queued' },
      ...{ account_id: p.accountId, request_id: p.requestId },
      ...{ operator: p.operator, reason: p.reason },
    }),
)
