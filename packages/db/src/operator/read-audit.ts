import { type Kysely, type Selectable, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** One event of the audit trail. Digests are in hexadecimal, and differ after the server secret was replaced. */
export type AuditEntry = {
  id: string
  at: Date
  kind: string
  outcome: string
  requestId: string | null
  accountId: string | null
  addressDigest: string | null
  clientDigest: string | null
  operator: string | null
  reason: string | null
  /** Of `accounts-imported`, `webhook-jobs` and `webhook-events`: how many accounts, events or deliveries. */
  count: number | null
}

/** `after`: the id of the last event that was read, or `0`. */
export type AuditRange = { after: string; since: Date }

const BATCH = 1_000

// A standby shows the past: how old it is counts from the last transaction that it has replayed, not from now.
const longCommitted = sql<Date>`(select case when pg_is_in_recovery()
  then coalesce(pg_last_xact_replay_timestamp(), '-infinity') else clock_timestamp() end - '10 seconds'::interval)`

/**
 * The audit trail in the order in which it was written, a thousand events at a time. Those of the last seconds are left
 * for the next time: an event that was begun earlier may be committed later. A standby may be read, too.
 */
export async function* readAudit(
  db: Kysely<Schema>,
  { after, since }: AuditRange,
): AsyncGenerator<readonly AuditEntry[]> {
  let last = after
  for (;;) {
    const rows = await nextEvents(db, { after: last, since })
    if (rows.length > 0) {
      yield rows.map(entryOf)
    }
    if (rows.length < BATCH) return
    last = rows.at(-1)?.id ?? last
  }
}

export function entryOf(row: Selectable<Schema['audit_event']>): AuditEntry {
  return {
    // The embedded database reads it as a number.
    ...{ id: String(row.id), at: row.at, kind: row.kind, outcome: row.outcome },
    ...{ requestId: row.request_id, accountId: row.account_id },
    addressDigest: hexOf(row.address_digest),
    clientDigest: hexOf(row.client_digest),
    ...{ operator: row.operator, reason: row.reason, count: row.count },
  }
}

function hexOf(digest: Uint8Array | null): string | null {
  return digest && Buffer.from(digest).toString('hex')
}

const nextEvents = prepared('read-audit', (db, p: Values<AuditRange>) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where('id', '>', p.after)
    .where('at', '>=', p.since)
    .where('at', '<', longCommitted)
    .orderBy('id')
    .limit(BATCH),
)
