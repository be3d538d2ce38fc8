import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

type Column = { table: string; name: string; isArray: boolean }

/** Every moment that is stored moves `seconds` into the past, as if that much time had passed. */
export async function letTimePass(db: Kysely<Schema>, seconds: number): Promise<void> {
  const interval = sql`make_interval(secs => ${seconds}::double precision)`
  const tables = Map.groupBy(await instantColumns(db), ({ table }) => table)
  // Their keys hold a moment, and rows that are moved one by one could meet.
  tables.delete('limiter_slice')
  tables.delete('limit_hit')
  for (const [table, columns] of tables) {
    const moved = columns.map(({ name, isArray }) => {
      const column = sql.ref(name)
      return isArray
        ? sql`${column} = array(select moment - ${interval}
            from unnest(${column}) with ordinality as moments (moment, n) order by n)`
        : sql`${column} = ${column} - ${interval}`
    })
    await sql`update ${sql.table(table)} set ${sql.join(moved)}`.execute(db)
  }
  await sql`
    with moved as (delete from limiter_slice returning *)
    insert into limiter_slice (limit_name, span_seconds, ends_at, shard, hits)
    select limit_name, span_seconds, ends_at - ${interval}, shard, hits from moved order by ends_at
  `.execute(db)
  await sql`
    update outbox_job set payload = jsonb_set(payload, '{occurredAt}', to_jsonb(to_char(
      ((payload ->> 'occurredAt')::timestamptz - ${interval}) at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
    ))) where payload ? 'occurredAt'`.execute(db)
}

async function instantColumns(db: Kysely<Schema>): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as table, a.attname as name, t.typname = '_timestamptz' as "isArray"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
    where c.relkind = 'r' and pg_table_is_visible(c.oid) and not a.attisdropped
      and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      and t.typname in ('timestamptz', '_timestamptz')`.execute(db)
  return rows
}
