import { sql } from 'kysely'
import queueLibrary from 'pg-boss/package.json' with { type: 'json' }
import type { Database } from './connection/database.ts'
import { migrationNames } from './migrate.ts'
import {
  DELIVERY,
  deliveryOptions,
  PURGE,
  PURGE_EVERY_TEN_MINUTES,
  purgeOptions,
} from './queue/queue.ts'

/**
 * Whether `migrate` would find nothing to do, in one statement: a start need not take its lock and ask thirty times.
 * It looks at everything that `migrate` makes. What it does not expect, errors included, is left to `migrate`.
 */
export async function isUpToDate({ kysely }: Database): Promise<boolean> {
  const look = sql<{ same: boolean }>`select
    array(select name::text from kysely_migration order by name collate "C")
      = ${[...migrationNames].sort()}::text[]
    and (select version from queue.version) >= ${queueLibrary.pgboss.schema}
    and not exists (select from queue.bam where status <> 'completed')
    and exists (select from queue.queue where name = ${DELIVERY}
      and retry_limit = ${deliveryOptions.retryLimit}
      and retention_seconds = ${deliveryOptions.retentionSeconds})
    and exists (select from queue.queue where name = ${PURGE}
      and retry_limit = ${purgeOptions.retryLimit}
      and deletion_seconds = ${purgeOptions.deleteAfterSeconds})
    and exists (select from queue.schedule where name = ${PURGE}
      and cron = ${PURGE_EVERY_TEN_MINUTES})
    and to_regclass('queue.delivery_waiting') is not null
    and to_regclass('queue.delivery_under_way') is not null as same`
  const { rows } = await look.execute(kysely).catch(() => ({ rows: [] }))
  return rows[0]?.same ?? false
}
