import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { ago } from '../statements/expressions.ts'
import { prepared } from '../statements/prepared.ts'

/** For each list of the operators' page, a text that changes when the list does. */
export type PageMarks = { emails: string; webhooks: string; limits: string; audit: string }

const MOST_TROUBLED = 1_000

/** One statement for all lists and all who look at them. */
export async function readMarks(db: Kysely<Schema>): Promise<PageMarks> {
  const [row] = await marks(db, {})
  return {
    emails: row?.emails ?? '',
    webhooks: row?.webhooks ?? '',
    limits: row?.limits ?? '',
    audit: row?.audit ?? '',
  }
}

const marks = prepared('page-marks', (db) =>
  db.selectNoFrom([
    sql<string>`concat_ws(' ', (${db
      .selectFrom('message')
      .select('created_at')
      .orderBy('created_at', 'desc')
      .limit(1)}), (${db
      .selectFrom(
        db
          .selectFrom('message')
          .select('updated_at')
          .where('state', 'in', ['delayed', 'dead'])
          .orderBy('created_at', 'desc')
          .limit(MOST_TROUBLED)
          .as('troubled'),
      )
      .select(sql`count(*) || ' ' || max(updated_at)`.as('mark'))}), (${db
      .selectFrom('outbox_job')
      .select(sql`count(*)`.as('leased'))
      .where('leased_at', 'is not', null)}))`.as('emails'),
    sql<string>`concat_ws(' ', (${db
      .selectFrom('webhook_event')
      .select('at')
      .orderBy('at', 'desc')
      .limit(1)}), (${db
      .selectFrom(
        db
          .selectFrom('webhook_delivery')
          .select('updated_at')
          .where('state', '<>', 'delivered')
          .limit(MOST_TROUBLED)
          .as('troubled'),
      )
      .select(sql`count(*) || ' ' || max(updated_at)`.as('mark'))}), (${db
      .selectFrom('webhook')
      .select(sql`max(changed_at)`.as('changed'))}))`.as('webhooks'),
    sql<string>`(${db
      .selectFrom('limit_hit')
      .select(sql<string>`coalesce(sum(hits), 0)::text`.as('hits'))
      .where('hour', '>=', ago('3 hours'))})`.as('limits'),
    sql<string>`(${db
      .selectFrom('audit_event')
      .select(sql<string>`coalesce(max(id), 0)::text`.as('id'))})`.as('audit'),
  ]),
)

/** Jobs that workers hold, and for how long the oldest of them was not renewed. */
export type Leases = { jobs: number; oldestSeconds: number }

export async function readLeases(db: Kysely<Schema>): Promise<Leases> {
  const [row] = await leases(db, {})
  return { jobs: row?.jobs ?? 0, oldestSeconds: row?.seconds ?? 0 }
}

const leases = prepared('count-leases', (db) =>
  db
    .selectFrom('outbox_job')
    .select([
      sql<number>`count(*)::int`.as('jobs'),
      sql<number>`coalesce(extract(epoch from clock_timestamp() - min(leased_at)), 0)::float`.as(
        'seconds',
      ),
    ])
    .where('leased_at', 'is not', null),
)

/** Emails of the last 7 days that wait for another attempt, and those that were given up. */
export type TroubledEmails = { waiting: number; failed: number }

export async function countTroubled(db: Kysely<Schema>): Promise<TroubledEmails> {
  const [row] = await troubled(db, {})
  return { waiting: row?.waiting ?? 0, failed: row?.failed ?? 0 }
}

const troubled = prepared('count-troubled-messages', (db) =>
  db
    .selectFrom('message')
    .select([
      sql<number>`(count(*) filter (where state = 'delayed'))::int`.as('waiting'),
      sql<number>`(count(*) filter (where state = 'dead'))::int`.as('failed'),
    ])
    .where('state', 'in', ['delayed', 'dead']),
)
