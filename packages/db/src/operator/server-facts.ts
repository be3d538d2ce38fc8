import { sql } from 'kysely'
import { type ConnectionPurpose, settingsNotInForce } from '../connection/connection-settings.ts'
import type { Database } from '../connection/database.ts'
import type { Pooler } from '../connection/pooler.ts'
import { asUnavailable } from '../connection/unavailable.ts'
import { migrationProblem } from '../migrate.ts'
import { schemaFit } from '../schema-fit.ts'

/** What an operator wants to know of the server that is reached. */
export type ServerFacts = {
  role: string
  database: string
  /** `18.1` */
  version: string
  /** `180001` */
  versionNumber: number
  isStandby: boolean
  /** It takes no writes, as a standby or by a setting. */
  isReadOnly: boolean
  /** By its clock, in milliseconds since 1970. */
  nowMs: number
  pooler: Pooler
  /** Settings that a connection of ours should have and has not. */
  notInForce: { name: string; wanted: string; inForce: string }[]
  /** Tables of ours that the role may not read and write as it needs to. */
  forbiddenTables: string[]
  pendingMigrations: string[]
  /** Migrations of a newer version that took away what this one uses. */
  outgrownBy: string[]
  /** Why a migration could not begin; only looked at if there is one to run. */
  migrationProblem: string | undefined
}

/** @throws Unavailable if the database is away. */
export function readServerFacts(
  database: Database,
  purpose: ConnectionPurpose,
): Promise<ServerFacts> {
  return asUnavailable(async () => {
    const pooler = await database.pooler()
    const { settings, nowMs, ...found } = await database.kysely
      .selectNoFrom([
        sql<string>`session_user`.as('role'),
        sql<string>`current_database()`.as('database'),
        sql<string>`current_setting('server_version')`.as('version'),
        sql<number>`current_setting('server_version_num')::int`.as('versionNumber'),
        sql<boolean>`pg_is_in_recovery()`.as('isStandby'),
        sql<boolean>`current_setting('transaction_read_only') = 'on'`.as('isReadOnly'),
        sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float`.as('nowMs'),
        sql<
          Record<string, string>
        >`(select json_object_agg(name, setting) from pg_catalog.pg_settings)`.as('settings'),
        sql<string[]>`(
          select coalesce(json_agg(c.relname order by c.relname), '[]')
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where n.nspname = ${database.schema} and c.relkind in ('r', 'p') and c.relname not like 'kysely%'
            and exists (
              select from unnest(array['select', 'insert', 'update', 'delete']) as needed (privilege)
              where not has_table_privilege(c.oid, privilege)))`.as('forbiddenTables'),
      ])
      .executeTakeFirstOrThrow()
    const { pending, outgrownBy } = await schemaFit(database.kysely)
    return {
      ...found,
      nowMs,
      pooler,
      // The embedded database has no other clients, and no timeouts.
      notInForce:
        database.kind === 'embedded' ? [] : settingsNotInForce(purpose, database.schema, settings),
      pendingMigrations: pending,
      outgrownBy,
      migrationProblem: pending.length > 0 ? await migrationProblem(database) : undefined,
    }
  })
}
