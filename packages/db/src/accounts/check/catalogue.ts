import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { tableName } from '../map/account-map.ts'

/* What PostgreSQL's catalogue says about the application's tables, to the role that asks. One statement, which locks no table. */

export type CatalogueColumn = {
  name: string
  number: number
  /** As SQL writes it: `character varying(60)`. */
  type: string
  /** The type without its length, of a domain the one below it: `varchar`, `int8`, `timestamptz`. */
  base: string
  baseSchema: string
  mayUseBaseSchema: boolean
  /** In characters; null: no limit. */
  length: number | null
  notNull: boolean
  /** PostgreSQL computes it. */
  isGenerated: boolean
  maySelect: boolean
  mayUpdate: boolean
  mayInsert: boolean
  /** Of a view: whether an update can reach its table. */
  isUpdatable: boolean
}

export type CatalogueIndex = { columns: (number | null)[]; isUnique: boolean; isWhole: boolean }

export type CatalogueTable = {
  schema: string
  name: string
  schemaExists: boolean
  mayUseSchema: boolean
  /** Schemas that have a table of this name. */
  elsewhere: string[]
  /** `relkind`; null: there is none of this name. */
  kind: string | null
  isOwned: boolean
  /** Row-level security applies to the role. */
  isSecured: boolean
  /** Commands (`r`, `w`, `d`) that a permissive policy allows the role for some rows. */
  policies: string[]
  /** Estimated; of partitions together. */
  rows: number
  mayDelete: boolean
  mayInsert: boolean
  mayTruncate: boolean
  /** Of a view: whether rows can be deleted through it. */
  isDeletable: boolean
  columns: CatalogueColumn[]
  indexes: CatalogueIndex[]
  updateTriggers: string[]
  deleteTriggers: string[]
  /** Rewrite rules, other than that of a view. */
  rules: string[]
}

export type Catalogue = {
  role: string
  isSuperuser: boolean
  isStandby: boolean
  /** `server_version_num`. */
  version: number
  tables: CatalogueTable[]
}

export async function readCatalogue(
  { kysely }: Database,
  tables: readonly string[],
): Promise<Catalogue> {
  const wanted = JSON.stringify(tables.map((table, at) => ({ at, ...tableName(table) })))
  const found = await kysely
    .selectNoFrom([
      sql<string>`current_user`.as('role'),
      sql<boolean>`coalesce((select rolsuper from pg_catalog.pg_roles where rolname = current_user), false)`.as(
        'isSuperuser',
      ),
      sql<boolean>`pg_catalog.pg_is_in_recovery()`.as('isStandby'),
      sql<number>`pg_catalog.current_setting('server_version_num')::int`.as('version'),
      tablesOf(wanted).as('tables'),
    ])
    .executeTakeFirstOrThrow()
  return found
}

/** The base of domains over domains, with the length that the outermost one with a length has. */
const base = sql`(with recursive type (oid, typtype, typbasetype, typmod, depth) as (
    select oid, typtype, typbasetype, a.atttypmod, 0 from pg_catalog.pg_type where oid = a.atttypid
    union all
    select below.oid, below.typtype, below.typbasetype,
      case when type.typmod = -1 then (select typtypmod from pg_catalog.pg_type where oid = type.oid) else type.typmod end,
      depth + 1
    from type join pg_catalog.pg_type below on below.oid = type.typbasetype where type.typtype = 'd')
  select oid, typmod from type order by depth desc limit 1)`

const columns = sql`(select coalesce(json_agg(json_build_object(
    'name', a.attname, 'number', a.attnum, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
    'base', t.typname, 'baseSchema', tn.nspname,
    'mayUseBaseSchema', pg_catalog.has_schema_privilege(tn.oid, 'USAGE'),
    'length', case when t.typname in ('varchar', 'bpchar') and b.typmod > 4 then b.typmod - 4 end,
    'notNull', a.attnotnull, 'isGenerated', a.attgenerated <> '' or a.attidentity = 'a',
    'maySelect', pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT'),
    'mayUpdate', pg_catalog.has_column_privilege(c.oid, a.attnum, 'UPDATE'),
    'mayInsert', pg_catalog.has_column_privilege(c.oid, a.attnum, 'INSERT'),
    'isUpdatable', case when c.relkind = 'v'
      then pg_catalog.pg_column_is_updatable(c.oid, a.attnum, false) else true end
  ) order by a.attnum), '[]')
  from pg_catalog.pg_attribute a
    cross join lateral ${base} b
    join pg_catalog.pg_type t on t.oid = b.oid
    join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`

/** Null stands for an expression. */
const indexes = sql`(select coalesce(json_agg(json_build_object(
    'columns', (select json_agg(nullif(key, 0)) from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) key),
    'isUnique', i.indisunique, 'isWhole', i.indpred is null)), '[]')
  from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisvalid and i.indisready)`

/** In \`tgtype\`, bit 8 is a delete and bit 16 an update. */
const triggersOn = (bit: number) => sql`array(select tgname::text from pg_catalog.pg_trigger
  where tgrelid = c.oid and not tgisinternal and tgenabled <> 'D' and tgtype & ${sql.lit(bit)} <> 0 order by tgname)`

const policies = sql`array(select distinct command
  from pg_catalog.pg_policy p cross join unnest(array['r', 'w', 'd']) command
  where p.polrelid = c.oid and p.polpermissive and (p.polcmd::text = '*' or p.polcmd::text = command)
    and exists (select from unnest(p.polroles) r
      where r = 0 or pg_catalog.pg_has_role(current_user, r, 'MEMBER')))`

/**
 * As the planner estimates: by the last statistics, and by the size that the table has now. A table that was never
 * analysed has no statistics; a row of users has about 250 bytes.
 */
const rowsOf = (oid: RawBuilder<unknown>) => sql`(select greatest(reltuples,
    coalesce(pg_catalog.pg_relation_size(oid), 0)
      * case when relpages > 0 and reltuples >= 0 then reltuples / relpages / 8192 else 1.0 / 250 end)
  from pg_catalog.pg_class where oid = ${oid})`

function tablesOf(wanted: string): RawBuilder<CatalogueTable[]> {
  return sql<CatalogueTable[]>`(select json_agg(json_build_object(
    'schema', w.schema, 'name', w.name, 'schemaExists', n.oid is not null,
    'mayUseSchema', coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), false),
    'elsewhere', array(select nspname::text from pg_catalog.pg_class o
        join pg_catalog.pg_namespace s on s.oid = o.relnamespace
      where o.relname = w.name and s.nspname <> w.schema and o.relkind in ('r', 'p', 'v', 'f') order by nspname),
    'kind', c.relkind,
    'isOwned', coalesce(pg_catalog.pg_has_role(current_user, c.relowner, 'MEMBER'), false),
    'isSecured', coalesce(c.relkind in ('r', 'p') and pg_catalog.row_security_active(c.oid), false),
    'policies', ${policies},
    'rows', round(case when c.relkind = 'p'
      then (select coalesce(sum(${rowsOf(sql`relid`)}), 0) from pg_catalog.pg_partition_tree(c.oid) where isleaf)
      else coalesce(${rowsOf(sql`c.oid`)}, 0) end),
    'mayDelete', coalesce(pg_catalog.has_table_privilege(c.oid, 'DELETE'), false),
    'mayInsert', coalesce(pg_catalog.has_table_privilege(c.oid, 'INSERT'), false),
    'mayTruncate', coalesce(pg_catalog.has_table_privilege(c.oid, 'TRUNCATE'), false),
    'isDeletable', case when c.relkind = 'v'
      then pg_catalog.pg_relation_is_updatable(c.oid, false) & 16 <> 0 else true end,
    'columns', ${columns}, 'indexes', ${indexes},
    'updateTriggers', ${triggersOn(16)}, 'deleteTriggers', ${triggersOn(8)},
    'rules', array(select rulename::text from pg_catalog.pg_rewrite
      where ev_class = c.oid and rulename <> '_RETURN' and ev_type in ('2', '4'))
  ) order by w.at)
  from jsonb_to_recordset(${wanted}::jsonb) as w (at int, schema text, name text)
    left join pg_catalog.pg_namespace n on n.nspname = w.schema
    left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.name
      and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c'))`
}
