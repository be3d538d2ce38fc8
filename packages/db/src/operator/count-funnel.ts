import type { MessageKind, SuppressionReason } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** How far the requests since a time have come. */
export type FunnelCounts = {
  asked: number
  /** Those that got an email with a link. */
  emailed: number
  opened: number
  changed: number
  /** Emails for requests that were not sent, by reason; those that wait, and those that were given up. */
  notEmailed: Partial<Record<SuppressionReason, number>> & { waiting: number; failed: number }
  /** Emails for requests that were sent and have no link, by kind. */
  withoutLink: Record<KindWithoutLink, number>
}

const kindsWithoutLink = ['no-password', 'no-account'] as const satisfies MessageKind[]
type KindWithoutLink = (typeof kindsWithoutLink)[number]

/** Counts the requests since `since` that are kept. Links that operators made are none. */
export async function countFunnel(db: Kysely<Schema>, since: Date): Promise<FunnelCounts> {
  const [counted] = await funnel(db, { since })
  const others = await otherEmails(db, { since })
  const sumOf = (...states: string[]) =>
    others.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.emails, 0)
  const suppressed = others
    .filter(({ state, why }) => state === 'suppressed' && why !== null)
    .map(({ why, emails }) => [why, emails])
  const sent = (kind: KindWithoutLink) =>
    others.find(({ state, why }) => state === 'handed-over' && why === kind)?.emails ?? 0
  return {
    asked: counted?.asked ?? 0,
    emailed: counted?.emailed ?? 0,
    opened: counted?.opened ?? 0,
    changed: counted?.changed ?? 0,
    notEmailed: {
      ...(Object.fromEntries(suppressed) as Partial<Record<SuppressionReason, number>>),
      waiting: sumOf('sending', 'delayed'),
      failed: sumOf('dead'),
    },
    withoutLink: { 'no-password': sent('no-password'), 'no-account': sent('no-account') },
  }
}

type Since = { since: Date }

/** Each number is of requests, and one that was used was opened and emailed, whatever order the rows came in. */
const funnel = prepared('count-funnel', (db, p: Values<Since>) =>
  db
    .with('asked', (q) =>
      q.selectFrom('recovery_request as r').select('r.id').where('r.created_at', '>=', p.since),
    )
    .with('handed_over', (q) =>
      q
        .selectFrom('message')
        .select('request_id')
        .distinct()
        .where('created_at', '>=', p.since)
        .where('kind', '=', 'recovery')
        .where('state', '=', 'handed-over'),
    )
    .with('noted', (q) =>
      q
        .selectFrom('audit_event')
        .select([
          'request_id',
          sql<boolean>`bool_or(kind = 'link-issued')`.as('by_operator'),
          sql<boolean>`bool_or(kind = 'link-opened' or (kind = 'code-verified' and outcome = 'verified'))`.as(
            'opened',
          ),
          sql<boolean>`bool_or(kind = 'password-changed' and outcome = 'changed')`.as('changed'),
        ])
        .where('at', '>=', p.since)
        .where('request_id', 'is not', null)
        .where('kind', 'in', ['link-issued', 'link-opened', 'code-verified', 'password-changed'])
        .groupBy('request_id'),
    )
    .selectFrom('asked')
    .leftJoin('handed_over', 'handed_over.request_id', 'asked.id')
    .leftJoin('noted', 'noted.request_id', 'asked.id')
    .select([
      counted(sql`true`).as('asked'),
      counted(sql`handed_over.request_id is not null or noted.opened or noted.changed`).as(
        'emailed',
      ),
      counted(sql`noted.opened or noted.changed`).as('opened'),
      counted(sql`noted.changed`).as('changed'),
    ])
    .where(sql<boolean>`noted.by_operator is not true`),
)

function counted(condition: ReturnType<typeof sql<unknown>>) {
  return sql<number>`(count(*) filter (where ${condition}))::int`
}

/** Those that were not sent, and those without a link. `why`: the reason of the former, the kind of the latter. */
const otherEmails = prepared('count-other-emails', (db, p: Values<Since>) =>
  db
    .selectFrom('message')
    .select([
      'state',
      sql<
        string | null
      >`case state when 'suppressed' then detail when 'handed-over' then kind end`.as('why'),
      sql<number>`count(*)::int`.as('emails'),
    ])
    .where('created_at', '>=', p.since)
    .where('request_id', 'is not', null)
    .where(({ eb, or }) =>
      or([
        eb('state', '<>', 'handed-over'),
        eb(
          'kind',
          'in',
          kindsWithoutLink.map((kind) => sql.lit(kind)),
        ),
      ]),
    )
    .groupBy(['state', sql`2`]),
)
