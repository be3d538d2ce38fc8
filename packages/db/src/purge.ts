import type { Purged } from '@latchkey/core'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'
import { anyOf, nowOnce } from './statements/expressions.ts'
import { type Prepared, prepared } from './statements/prepared.ts'
import { kindOf } from './webhooks/event-jobs.ts'

const BATCH = 1_000

type Counted = Exclude<keyof Purged, 'expiredUnused'>
type DeletedRow = { row: string; expired_unused?: boolean }

/** Deletes what retention no longer covers, table by table. */
export async function purge(db: Kysely<Schema>): Promise<Purged> {
  const purged: Purged = {
    secrets: 0,
    expiredUnused: 0,
    requests: 0,
    messages: 0,
    sessions: 0,
    limiterBuckets: 0,
    auditEvents: 0,
    suppressions: 0,
    webhookEvents: 0,
    pageFiles: 0,
  }
  const statements: [Counted, Prepared<object, DeletedRow>][] = [
    ['secrets', purgeSecrets],
    ['sessions', purgeSessions],
    ['requests', purgeRequests],
    ['messages', purgeMessages],
    ['limiterBuckets', purgeBuckets],
    ['limiterBuckets', purgeSlices],
    ['limiterBuckets', purgeShortStreaks],
    ['limiterBuckets', purgeLongStreaks],
    ['limiterBuckets', purgeKnownClients],
    ['auditEvents', purgeRefusals],
    ['auditEvents', purgeAuditEvents],
    ['sessions', purgeOperatorSessions],
    ['sessions', purgeOperatorLinks],
    ['limiterBuckets', purgeLimitHits],
    ['suppressions', purgeSuppressions],
    ['auditEvents', purgeCampaigns],
    // Before the events, whose deliveries they are.
    ['webhookEvents', purgeWebhookJobs],
    ['webhookEvents', purgeWebhookEvents],
    ['pageFiles', purgePageFiles],
  ]
  for (const [as, deleteBatch] of statements) {
    for (;;) {
      const deleted = await deleteBatch(db, {})
      purged[as] += deleted.length
      purged.expiredUnused += deleted.filter((row) => row.expired_unused).length
      if (deleted.length < BATCH) break
    }
  }
  return purged
}

const row = sql<string>`ctid`

function before(age: string) {
  return sql<Date>`${nowOnce} - ${age}::interval`
}

/** Few rows at a time, and none that is locked: a purge never makes a reset wait. */
function batch<DB, Table extends keyof DB, Row>(rows: SelectQueryBuilder<DB, Table, Row>) {
  return rows.select(row.as('row')).limit(BATCH).forUpdate().skipLocked()
}

// Ages count from the row's end where it has one. Each statement finds old rows in the index of that column.

const purgeSecrets = prepared('purge-secrets', (db) =>
  db
    .deleteFrom('secret')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('secret').where('expires_at', '<', before('24 hours'))),
    )
    .returning(({ and, eb }) => [
      row.as('row'),
      and([eb('spent_at', 'is', null), eb('voided_at', 'is', null)])
        .$castTo<boolean>()
        .as('expired_unused'),
    ]),
)

const purgeSessions = prepared('purge-sessions', (db) =>
  db
    .deleteFrom('session')
    .where(row, 'in', (eb) => batch(eb.selectFrom('session').where('expires_at', '<', nowOnce)))
    .returning(row.as('row')),
)

const purgeRequests = prepared('purge-requests', (db) =>
  db
    .deleteFrom('recovery_request')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('recovery_request').where('created_at', '<', before('7 days'))),
    )
    .returning(row.as('row')),
)

const purgeMessages = prepared('purge-messages', (db) =>
  db
    .deleteFrom('message')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('message').where('created_at', '<', before('7 days'))),
    )
    .returning(row.as('row')),
)

const purgeBuckets = prepared('purge-buckets', (db) =>
  db
    .deleteFrom('limiter_bucket')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('limiter_bucket').where('expires_at', '<', nowOnce)),
    )
    .returning(row.as('row')),
)

const purgeSlices = prepared('purge-slices', (db) =>
  db
    .deleteFrom('limiter_slice')
    .where(row, 'in', (eb) => batch(eb.selectFrom('limiter_slice').where('ends_at', '<', nowOnce)))
    .returning(row.as('row')),
)

// Anybody can begin a streak for any name, so those that slow nobody down go soon. A guesser who waits for that has fewer
// guesses than one who goes on.
const SHORT_STREAK = sql.lit(5)

const purgeShortStreaks = prepared('purge-short-streaks', (db) =>
  db
    .deleteFrom('limiter_streak')
    .where(row, 'in', (eb) =>
      batch(
        eb
          .selectFrom('limiter_streak')
          .where('failures', '<', SHORT_STREAK)
          .where('failed_at', '<', before('7 days')),
      ),
    )
    .returning(row.as('row')),
)

const purgeLongStreaks = prepared('purge-long-streaks', (db) =>
  db
    .deleteFrom('limiter_streak')
    .where(row, 'in', (eb) =>
      batch(
        eb
          .selectFrom('limiter_streak')
          .where('failures', '>=', SHORT_STREAK)
          .where('failed_at', '<', before('90 days')),
      ),
    )
    .returning(row.as('row')),
)

const purgeKnownClients = prepared('purge-known-clients', (db) =>
  db
    .deleteFrom('known_client')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('known_client').where('seen_at', '<', before('180 days'))),
    )
    .returning(row.as('row')),
)

// Anybody can send made-up links, so what is refused and belongs to no account has no bound of its own.
const purgeRefusals = prepared('purge-refusals', (db) =>
  db
    .deleteFrom('audit_event')
    .where(row, 'in', (eb) =>
      batch(
        eb
          .selectFrom('audit_event')
          .where('outcome', '=', sql.lit('refused' as const))
          .where('account_id', 'is', null)
          .where('at', '<', before('7 days')),
      ),
    )
    .returning(row.as('row')),
)

const purgeAuditEvents = prepared('purge-audit-events', (db) =>
  db
    .deleteFrom('audit_event')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('audit_event').where('at', '<', before('90 days'))),
    )
    .returning(row.as('row')),
)

const purgeOperatorSessions = prepared('purge-operator-sessions', (db) =>
  db
    .deleteFrom('operator_session')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('operator_session').where('expires_at', '<', nowOnce)),
    )
    .returning(row.as('row')),
)

const purgeOperatorLinks = prepared('purge-operator-links', (db) =>
  db
    .deleteFrom('operator_link')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('operator_link').where('expires_at', '<', before('24 hours'))),
    )
    .returning(row.as('row')),
)

const purgeLimitHits = prepared('purge-limit-hits', (db) =>
  db
    .deleteFrom('limit_hit')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('limit_hit').where('hour', '<', before('8 days'))),
    )
    .returning(row.as('row')),
)

const purgeSuppressions = prepared('purge-suppressions', (db) =>
  db
    .deleteFrom('suppression')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('suppression').where('until', '<', before('90 days'))),
    )
    .returning(row.as('row')),
)

const purgeCampaigns = prepared('purge-campaigns', (db) =>
  db
    .deleteFrom('campaign_account')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('campaign_account').where('at', '<', before('90 days'))),
    )
    .returning(row.as('row')),
)

/** Of webhooks that no worker has in its settings any more: nobody claims these. */
const purgeWebhookJobs = prepared('purge-webhook-jobs', (db) =>
  db
    .deleteFrom('outbox_job')
    .where(row, 'in', (eb) =>
      batch(
        eb
          .selectFrom('outbox_job')
          .where((eb) =>
            eb(
              'kind',
              '=',
              anyOf(eb.selectFrom('webhook').select(({ ref }) => kindOf(ref('name')).as('kind'))),
            ),
          )
          .where('leased_at', 'is', null)
          .where('created_at', '<', before('7 days')),
      ),
    )
    .returning(row.as('row')),
)

const purgeWebhookEvents = prepared('purge-webhook-events', (db) =>
  db
    .deleteFrom('webhook_event')
    .where(row, 'in', (eb) =>
      batch(eb.selectFrom('webhook_event').where('at', '<', before('7 days'))),
    )
    .returning(row.as('row')),
)

const purgePageFiles = prepared('purge-page-files', (db) =>
  db
    .deleteFrom('page_file')
    .where(row, 'in', (eb) => batch(eb.selectFrom('page_file').where('kept_until', '<', nowOnce)))
    .returning(row.as('row')),
)
