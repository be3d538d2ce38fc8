import {
  type MessageStore,
  type Prepared,
  type RecoveryFacts,
  type SuppressionReason,
  storedEmailAddress,
} from '@latchkey/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import { queuedAt } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { now } from './time.ts'
import { transaction } from './transaction.ts'

export const NOTICE_LIFETIME = sql`interval '24 hours'`

export function createMessageStore(db: Kysely<Schema>): MessageStore {
  return {
    prepareRecovery: (message) => prepareRecovery(db, message),
    prepareNotice: (message) => prepareNotice(db, message),
    recordHandover: (id, answer) => record(db, id, 'handed-over', answer),
    recordFailure: async (id, answer, state) => void (await record(db, id, state, answer)),
  }
}

async function prepareRecovery(
  db: Kysely<Schema>,
  message: Parameters<MessageStore['prepareRecovery']>[0],
): Promise<Prepared<RecoveryFacts>> {
  return transaction<Prepared<RecoveryFacts>>(db, async (trx) => {
    const attempt = await beginAttempt(trx, {
      id: message.messageId,
      kind: 'recovery',
      request_id: message.requestId,
    })
    if (attempt === undefined) return { status: 'handed-over' }

    const request = await trx
      .selectFrom('recovery_request')
      .selectAll()
      .where('id', '=', message.requestId)
      .where('closes_at', '>', now)
      .executeTakeFirst()
    if (!request) return giveUp(trx, message.messageId)
    if (attempt === 1) await auditRequest(trx, request)
    if (message.withheld) return suppress(trx, message.messageId, 'limit')

    const account = await trx
      .selectFrom('account')
      .selectAll()
      .where('email_canonical', '=', request.email_canonical)
      .executeTakeFirst()
    if (!account) return suppress(trx, message.messageId, 'no-account')
    if (account.status !== 'active') return suppress(trx, message.messageId, 'disabled')
    if (account.password_hash === null) return suppress(trx, message.messageId, 'no-password')

    // A mail that waited still gets its full lifetimes, but never beyond the end of its request.
    const until = (minutes: number) =>
      sql<Date>`least(${request.closes_at}::timestamptz, clock_timestamp() + make_interval(mins => ${minutes}::integer))`
    const common = {
      request_id: message.requestId,
      account_id: account.id,
      credential_version: account.credential_version,
    }
    const secrets = await trx
      .insertInto('secret')
      .values([
        {
          ...common,
          digest: message.link,
          kind: 'link',
          expires_at: until(message.lifetimes.linkMinutes),
        },
        {
          ...common,
          digest: message.code,
          kind: 'code',
          expires_at: until(message.lifetimes.codeMinutes),
        },
      ])
      // The same six digits drawn twice for one request: they live longer, unless they were spent.
      .onConflict((conflict) =>
        conflict
          .column('digest')
          .doUpdateSet((eb) => ({ expires_at: eb.ref('excluded.expires_at') })),
      )
      .returning(['kind', 'expires_at'])
      .execute()
    const expiry = (kind: 'link' | 'code') =>
      secrets.find((secret) => secret.kind === kind)?.expires_at ?? request.closes_at
    await trx
      .updateTable('message')
      .set({ account_id: account.id })
      .where('id', '=', message.messageId)
      .execute()
    return {
      status: 'ready',
      owner: storedEmailAddress(account.email, account.email_canonical),
      locale: account.locale ?? request.locale ?? undefined,
      requestedAt: request.created_at,
      linkExpiresAt: expiry('link'),
      codeExpiresAt: expiry('code'),
      device: request.device ?? undefined,
    }
  })
}

async function prepareNotice(
  db: Kysely<Schema>,
  notice: Parameters<MessageStore['prepareNotice']>[0],
): Promise<Prepared<unknown>> {
  return transaction<Prepared<unknown>>(db, async (trx) => {
    const attempt = await beginAttempt(trx, {
      id: notice.messageId,
      kind: 'password-changed',
      account_id: notice.accountId,
    })
    if (attempt === undefined) return { status: 'handed-over' }

    const account = await trx
      .selectFrom('account')
      .select(['email', 'email_canonical', 'locale'])
      .select(
        sql<boolean>`${notice.changedAt}::timestamptz < clock_timestamp() - ${NOTICE_LIFETIME}`.as(
          'stale',
        ),
      )
      .where('id', '=', notice.accountId)
      .executeTakeFirst()
    if (!account) return suppress(trx, notice.messageId, 'no-account')
    if (account.stale) return giveUp(trx, notice.messageId)
    return {
      status: 'ready',
      owner: storedEmailAddress(account.email, account.email_canonical),
      locale: account.locale ?? undefined,
    }
  })
}

/** Counts an attempt; `undefined` when this message has come to its end already. */
async function beginAttempt(
  trx: Transaction<Schema>,
  message: {
    id: string
    kind: 'recovery' | 'password-changed'
    request_id?: string
    account_id?: string
  },
): Promise<number | undefined> {
  const row = await trx
    .insertInto('message')
    .values({ ...message, state: 'sending' })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({
          state: 'sending',
          attempts: sql<number>`message.attempts + 1`,
          updated_at: now,
        })
        .where('message.state', 'in', ['sending', 'delayed']),
    )
    .returning('attempts')
    .executeTakeFirst()
  return row?.attempts
}

async function suppress(trx: Transaction<Schema>, id: string, reason: SuppressionReason) {
  await record(trx, id, 'suppressed', reason)
  return { status: 'suppressed' as const, reason }
}

async function giveUp(trx: Transaction<Schema>, id: string) {
  await record(trx, id, 'dead', 'expired')
  return { status: 'dead' as const, reason: 'expired' as const }
}

/** Resolves to how long after the ask this was, unless it changed nothing. */
async function record(
  db: Kysely<Schema>,
  id: string,
  state: 'delayed' | 'handed-over' | 'suppressed' | 'dead',
  detail: string,
): Promise<number | undefined> {
  const recorded = await db
    .updateTable('message')
    .set({ state, detail, updated_at: now })
    .where('id', '=', id)
    // A mail that left has left: an attempt whose lease ran out may end later than the one after it.
    .where('state', '!=', 'handed-over')
    .returning(
      sql<number>`extract(epoch from clock_timestamp() - coalesce(${queuedAt(id)}, created_at))::float`.as(
        'seconds',
      ),
    )
    .executeTakeFirst()
  return recorded?.seconds
}

async function auditRequest(
  trx: Transaction<Schema>,
  request: { id: string; created_at: Date; address_digest: Uint8Array; client_digest: Uint8Array },
): Promise<void> {
  await trx
    .insertInto('audit_event')
    .values({
      kind: 'requested',
      outcome: 'accepted',
      at: request.created_at,
      request_id: request.id,
      address_digest: request.address_digest,
      client_digest: request.client_digest,
    })
    .execute()
}
