import type { EmailAddress, WebhookEvent } from '@latchkey/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { AuditOutcome } from '../audit.ts'
import { codeOf } from '../connection/unavailable.ts'
import { insertJob } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { writeEvents } from '../webhooks/write-events.ts'
import { type By, type Revoked, revokeAccounts } from './revoke.ts'

/** What an operator changes of an account of ours. `move`: its address. */
export type AccountChange =
  | { what: 'disable' | 'enable' | 'remove' }
  | { what: 'move'; to: EmailAddress }
  | { what: 'set-locale'; locale: string | null }
  | { what: 'set-password'; passwordHash: string }

/** What became of a change of an account. */
export type AccountChanged =
  | { status: 'changed'; accountId: string; revoked: Revoked | undefined }
  /** It was so before. */
  | { status: 'unchanged'; accountId: string }
  | { status: 'unknown' }
  /** Another account has the new address. */
  | { status: 'taken' }

/**
 * Changes one account, with its audit event and the events for webhooks. What ends the right to be signed in ends
 * links, codes and sessions too.
 */
export async function changeAccount(
  db: Kysely<Schema>,
  { canonicalEmail, change }: { canonicalEmail: string; change: AccountChange },
  by: By,
): Promise<AccountChanged> {
  try {
    return await changeLocked(db, { canonicalEmail, change }, by)
  } catch (error) {
    // Another account got the address in the same moment.
    if (error instanceof Error && codeOf(error) === UNIQUE_VIOLATION) return { status: 'taken' }
    throw error
  }
}

const UNIQUE_VIOLATION = '23505'

function changeLocked(
  db: Kysely<Schema>,
  { canonicalEmail, change }: { canonicalEmail: string; change: AccountChange },
  by: By,
): Promise<AccountChanged> {
  return transaction<AccountChanged>(db, async (trx) => {
    const [account] = await lockAccount(trx, { canonicalEmail })
    if (!account) return { status: 'unknown' }
    const accountId = account.id
    const unchanged = { status: 'unchanged', accountId } as const
    switch (change.what) {
      case 'disable':
      case 'enable': {
        const status = change.what === 'disable' ? 'disabled' : 'active'
        if (account.status === status) return unchanged
        await setStatus(trx, { accountId, status })
        break
      }
      case 'move': {
        const { registered: email, canonical } = change.to
        if (account.email === email) return unchanged
        const [other] = await lockAccount(trx, { canonicalEmail: canonical })
        if (other && other.id !== accountId) return { status: 'taken' }
        await moveAccount(trx, { accountId, email, canonical })
        break
      }
      case 'set-locale':
        if (account.locale === change.locale) return unchanged
        await setLocale(trx, { accountId, locale: change.locale })
        break
      case 'set-password':
        await setPassword(trx, { accountId, passwordHash: change.passwordHash })
        break
      case 'remove':
    }
    const { outcome, revokes } = consequences[change.what]
    const revoked = revokes ? await revokeAccounts(trx, [accountId]) : undefined
    if (change.what === 'remove') await deleteAccount(trx, { accountId })
    if (change.what === 'set-password') await queueNotice(trx, accountId)
    await recordChange(trx, { ...by, accountId, outcome })
    await writeEvents(trx, eventsOf(change, accountId, by))
    return { status: 'changed', accountId, revoked }
  })
}

const consequences: Record<AccountChange['what'], { outcome: AuditOutcome; revokes: boolean }> = {
  disable: { outcome: 'disabled', revokes: true },
  enable: { outcome: 'enabled', revokes: false },
  remove: { outcome: 'removed', revokes: true },
  move: { outcome: 'moved', revokes: true },
  'set-locale': { outcome: 'locale-set', revokes: false },
  'set-password': { outcome: 'password-set', revokes: true },
}

function eventsOf({ what }: AccountChange, accountId: string, by: By): WebhookEvent[] {
  const ended = (because: 'disabled' | 'revoked' | 'password-changed'): WebhookEvent => ({
    type: 'account.sessions_ended',
    data: { accountId, requestId: null, because },
  })
  const act = { accountId, ...by }
  switch (what) {
    case 'disable':
      return [{ type: 'account.disabled', data: act }, ended('disabled')]
    case 'enable':
      return [{ type: 'account.enabled', data: act }]
    case 'remove':
      return [{ type: 'account.removed', data: act }, ended('disabled')]
    case 'move':
      return [{ type: 'account.address_changed', data: act }, ended('revoked')]
    case 'set-password':
      return [
        { type: 'account.password_changed', data: { accountId, requestId: null, by: 'operator' } },
        ended('password-changed'),
      ]
    case 'set-locale':
      return []
  }
}

async function queueNotice(trx: Transaction<Schema>, accountId: string): Promise<void> {
  const [changed] = await changedAt(trx, { accountId })
  if (!changed?.at) return
  const occurredAt = changed.at.toISOString()
  await insertJob(trx, { kind: 'password-changed', accountId, occurredAt })
}

const lockAccount = prepared('lock-account-at', (db, p: Values<{ canonicalEmail: string }>) =>
  db
    .selectFrom('account')
    .select(['id', 'email', 'status', 'locale'])
    .where('email_canonical', '=', p.canonicalEmail)
    .forUpdate(),
)

type Id = { accountId: string }

const setStatus = prepared(
  'set-account-status',
  (db, p: Values<Id & { status: 'active' | 'disabled' }>) =>
    db.updateTable('account').set({ status: p.status }).where('id', '=', p.accountId),
)

const moveAccount = prepared(
  'move-account',
  (db, p: Values<Id & { email: string; canonical: string }>) =>
    db
      .updateTable('account')
      .set({ email: p.email, email_canonical: p.canonical })
      .where('id', '=', p.accountId),
)

const setLocale = prepared('set-account-locale', (db, p: Values<Id & { locale: string | null }>) =>
  db.updateTable('account').set({ locale: p.locale }).where('id', '=', p.accountId),
)

const setPassword = prepared(
  'set-account-password',
  (db, p: Values<Id & { passwordHash: string }>) =>
    db
      .updateTable('account')
      .set({ password_hash: p.passwordHash, password_changed_at: now })
      .where('id', '=', p.accountId),
)

const changedAt = prepared('password-changed-at', (db, p: Values<Id>) =>
  db.selectFrom('account').select('password_changed_at as at').where('id', '=', p.accountId),
)

const deleteAccount = prepared('delete-account', (db, p: Values<Id>) =>
  db
    .with('secrets', (q) => q.deleteFrom('secret').where('account_id', '=', p.accountId))
    .deleteFrom('account')
    .where('id', '=', sql<string>`${p.accountId}::text::uuid`),
)

const recordChange = prepared(
  'record-account-change',
  (db, p: Values<By & Id & { outcome: AuditOutcome }>) =>
    db.insertInto('audit_event').values({
      ...{ kind: 'account-changed', outcome: p.outcome, account_id: p.accountId },
      ...{ operator: p.operator, reason: p.reason },
    }),
)
