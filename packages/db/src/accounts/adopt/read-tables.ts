import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import { type Catalogue, type CatalogueTable, readCatalogue } from '../check/catalogue.ts'

/* Every table of an application, for somebody who may read the catalogue. */

/** `to` are the columns of the other table, in the order of `columns`. */
export type ForeignKey = {
  columns: string[]
  table: string
  to: string[]
  /** The rows go, or the column becomes null, when the row that they refer to is deleted. */
  followsDelete: boolean
}

/** A table of an application, with its keys. */
export type ApplicationTable = CatalogueTable & {
  /** `schema.table`, as a map names it. */
  table: string
  primaryKey: string[]
  foreignKeys: ForeignKey[]
  /** Row-level security is on, whether or not it applies to the role that asks. */
  hasRowSecurity: boolean
}

/** The tables of an application, as the catalogue of PostgreSQL has them. */
export type Application = Omit<Catalogue, 'tables'> & {
  database: string
  tables: ApplicationTable[]
  /** What a map cannot name, and why: the rest of a sentence that starts with its name. */
  leftOut: { table: string; why: string }[]
}

type Extra = Pick<ApplicationTable, 'primaryKey' | 'foreignKeys' | 'hasRowSecurity'> & {
  table: string
  kind: string
  hasDot: boolean
}

/** By `relkind`. Views are read through, so the table below is found. */
const unusable: Record<string, string> = {
  f: 'is a foreign table: a change in another database is not part of the transaction that spends a link',
  m: 'is a materialized view, which cannot be updated',
  v: 'is a view, and the table below it is looked at instead',
}

/**
 * Reads the tables of every schema that the role may use, except Latchkey's own. Partitions belong to their table, and a
 * name with a dot cannot stand in a map.
 *
 * @throws Unavailable if the database is away.
 */
export async function readTables(database: Database): Promise<Application> {
  const all = await asUnavailable(() => extrasOf(database))
  const extras = all.filter(({ kind, hasDot }) => !hasDot && !(kind in unusable))
  const catalogue = await asUnavailable(() =>
    readCatalogue(
      database,
      extras.map(({ table }) => table),
    ),
  )
  return {
    ...catalogue,
    database: await asUnavailable(() => nameOf(database)),
    leftOut: all.flatMap(({ table, kind, hasDot }) => {
      const why = hasDot ? 'has a dot in its name, which a map cannot name' : unusable[kind]
      return why === undefined ? [] : [{ table, why }]
    }),
    tables: (catalogue.tables ?? []).flatMap((found) => {
      const table = `${found.schema}.${found.name}`
      const extra = extras.find((one) => one.table === table)
      return extra && found.mayUseSchema ? [{ ...found, ...extra }] : []
    }),
  }
}

async function nameOf({ kysely }: Database): Promise<string> {
  const { name } = await kysely
    .selectNoFrom(sql<string>`pg_catalog.current_database()`.as('name'))
    .executeTakeFirstOrThrow()
  return name
}

const names = (relation: string, numbers: string) =>
  sql.raw(`(select coalesce(json_agg(a.attname order by k.n), '[]')
    from unnest(${numbers}) with ordinality as k (number, n)
      join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number)`)

async function extrasOf({ kysely, schema }: Database): Promise<Extra[]> {
  const { extras } = await kysely
    .selectNoFrom(extrasSql(schema).as('extras'))
    .executeTakeFirstOrThrow()
  return extras
}

const foreignKeys = sql`(select coalesce(json_agg(json_build_object(
    'columns', ${names('c.oid', 'f.conkey')}, 'to', ${names('f.confrelid', 'f.confkey')},
    'table', tn.nspname || '.' || t.relname,
    'followsDelete', f.confdeltype in ('c', 'n', 'd')) order by f.conname), '[]')
  from pg_catalog.pg_constraint f
    join pg_catalog.pg_class t on t.oid = f.confrelid
    join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  where f.conrelid = c.oid and f.contype = 'f')`

function extrasSql(schema: string): RawBuilder<Extra[]> {
  return sql<Extra[]>`(select coalesce(json_agg(json_build_object(
    'table', n.nspname || '.' || c.relname, 'kind', c.relkind, 'hasRowSecurity', c.relrowsecurity,
    'hasDot', position('.' in n.nspname || c.relname) > 0,
    'primaryKey', coalesce((select ${names('c.oid', 'i.indkey::int2[]')}
      from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary), '[]'),
    'foreignKeys', ${foreignKeys}) order by n.nspname, c.relname), '[]')
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'm', 'v') and not c.relispartition
    and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', ${schema}))`
}
