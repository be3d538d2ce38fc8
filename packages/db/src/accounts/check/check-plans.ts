import { type Compilable, type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import type { AccountMap } from '../map/account-map.ts'
import { tableOf } from '../map/map-rules.ts'
import { addressIs, addressMatch } from '../mapped/address-match.ts'
import { tableSql } from '../mapped/sql-of-map.ts'
import { type CatalogueTable, readCatalogue } from './catalogue.ts'
import { type Finding, note, problem, quoted, quotedTable, warning } from './finding.ts'
import { neededBy } from './needs.ts'

/** Beyond this many rows, a search without an index is slow; beyond the other, it does not end in time. */
const SLOW_ROWS = 100_000
/** A million; an estimate may be a little less. */
const TOO_MANY_ROWS = 950_000

/** One search that a recovery makes. */
type Search = {
  table: string
  /** What PostgreSQL compares, for an index on it. */
  indexed: string
  purpose: string
  /** What else would do. */
  or?: string
  query: { explain(format: 'json'): Promise<Record<string, unknown>[]> } & Compilable
}

/**
 * Asks the planner whether an index serves each search: the lookup of addresses, the row of a password, and the end of
 * each kind of sessions. Connections have `enable_seqscan = off`, so a plan that reads a whole table has no other way.
 *
 * @param slowLookups a table without an index is accepted, however large it is.
 */
export async function checkPlans(
  database: Database,
  map: AccountMap,
  { slowLookups = false }: { slowLookups?: boolean } = {},
): Promise<Finding[]> {
  const tables = neededBy(map).map(({ table }) => table)
  const catalogue = await asUnavailable(() => readCatalogue(database, tables))
  const found = (table: string) => catalogue.tables[tables.indexOf(table)]
  const findings: Finding[] = []
  for (const search of searchesOf(database, map, found)) {
    const rows = found(search.table)?.rows ?? 0
    // What the structural check reports already, such as a missing right, fails here too.
    const plan = await search.query.explain('json').catch(() => undefined)
    if (plan !== undefined && readsAll(plan)) findings.push(slow(search, rows, slowLookups))
  }
  return findings
}

type Dynamic = Kysely<Record<string, Record<string, unknown>>>

function searchesOf(
  { kysely }: Database,
  map: AccountMap,
  found: (table: string) => CatalogueTable | undefined,
): Search[] {
  const db = kysely as unknown as Dynamic
  const { users, password } = map
  const column = (table: string, name: string) =>
    found(table)?.columns.find((one) => one.name === name)
  const searches: Search[] = []
  const from = (table: string) => db.selectFrom(tableSql(table).as('u'))
  const matched = users.matchColumn ?? users.email
  const addresses = column(users.table, matched)
  if (addresses) {
    const { isFolded } = addressMatch(users, () => addresses)
    const spellings = sql`array['ada@example.com', 'grace@example.com']::text[]`
    searches.push({
      table: users.table,
      indexed: isFolded ? `lower(${quoted(matched)})` : quoted(matched),
      purpose: 'looks up the address of a request',
      ...(isFolded && {
        or: 'Or, if no stored address has a capital letter and an index is on the column itself, write "match": "exact" in the map.',
      }),
      query: one(
        from(users.table),
        addressIs(users, () => addresses, spellings),
      ),
    })
  }
  for (const [theirs] of Object.entries(password.join ?? {}).slice(0, 1)) {
    const of = password.table === undefined ? undefined : column(password.table, theirs)
    if (!of || password.table === undefined) continue
    searches.push({
      table: password.table,
      indexed: quoted(theirs),
      purpose: 'looks up the password of a user',
      query: one(from(password.table), equalTo(theirs, of.type)),
    })
  }
  for (const entry of map.sessions) {
    const table = tableOf(entry)
    if (table === undefined || 'because' in entry) continue
    const name = 'byEmail' in entry ? entry.byEmail : entry.by
    const of = column(table, name)
    if (!of) continue
    searches.push({
      table,
      indexed: quoted(name),
      purpose: 'ends the sessions of a user',
      query: one(from(table), equalTo(name, of.type)),
    })
  }
  return searches
}

function one(query: SelectQueryBuilder<never, never, object>, where: RawBuilder<boolean>) {
  return query.select(sql<number>`1`.as('one')).where(where)
}

/** Compared with a value that the planner does not know, as when the statement runs. */
function equalTo(column: string, type: string): RawBuilder<boolean> {
  return sql`${sql.id(column)} = (select cast(null as ${sql.raw(type)}))`
}

function readsAll(plan: unknown): boolean {
  if (Array.isArray(plan)) return plan.some(readsAll)
  if (typeof plan !== 'object' || plan === null) return false
  const type = String(Reflect.get(plan, 'Node Type'))
  // An index that is read from one end to the other serves nothing either.
  const isWhole = /Index (?:Only )?Scan$/.test(type) && !('Index Cond' in plan)
  if (type === 'Seq Scan' || isWhole) return true
  return Object.values(plan).some(readsAll)
}

function slow(search: Search, rows: number, slowLookups: boolean): Finding {
  const { table, indexed, purpose, or } = search
  const create = `CREATE INDEX CONCURRENTLY ON ${quotedTable(table)} (${indexed});`
  const words = {
    about: table,
    says: `No index serves the statement that ${purpose}, so it reads the whole table (about ${rows} rows)`,
    todo: ['Run as the owner of the table:', create, ...(or === undefined ? [] : [or])].join('\n'),
  }
  if (rows > TOO_MANY_ROWS && !slowLookups) {
    return problem({ ...words, todo: `${words.todo}\nOr accept it with: --slow-lookups` })
  }
  return rows > SLOW_ROWS ? warning(words) : note(words)
}
