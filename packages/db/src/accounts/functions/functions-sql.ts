import { type RawBuilder, sql } from 'kysely'
import { sqlOnly } from '../../statements/sql-only.ts'
import { quoted } from '../check/finding.ts'
import type { AccountMap } from '../map/account-map.ts'
import { addressIs } from '../mapped/address-match.ts'
import type { MappedTables } from '../mapped/mapped-tables.ts'
import { partsOfMap } from '../mapped/parts-of-map.ts'
import { assignments, columnSql, conditionsSql, tableSql, typeSql } from '../mapped/sql-of-map.ts'
import { type HostFunction, hostFunctions } from './host-functions.ts'

type Sql = RawBuilder<unknown>

/** For whom {@link functionsSql} writes. */
export type FunctionsSqlOptions = {
  /** Of the functions. It is made if it is not there, and belongs to the role that runs the script. */
  schema?: string
  /** Latchkey's role, which must exist. It gets EXECUTE, and nothing else. */
  role?: string
}

/** The schema of the functions, unless another one is named. */
export const FUNCTIONS_SCHEMA = 'latchkey_host'

/**
 * The functions that do what a map says, as a script for the owner of the tables (a role that has all rights which the
 * map needs). It works as it is, and is meant to be edited for what a map cannot say: `host_row` alone reads users and
 * makes the version, `host_change` alone writes. It may be run again.
 *
 * The bodies are texts, so PostgreSQL knows no dependency: the application may drop or change a column, and the
 * function fails when it is called next.
 *
 * @param map of tables. {@link functionsMapOf} makes the file that names these functions.
 * @param tables what {@link describeAccounts} says of them.
 * @throws Error if a table or a column of the map is not there.
 */
export function functionsSql(
  map: AccountMap,
  tables: MappedTables,
  { schema = FUNCTIONS_SCHEMA, role = 'latchkey' }: FunctionsSqlOptions = {},
): string {
  const bodies = bodiesOf(map, tables, schema)
  const functions = hostFunctions.map((one) => definition(one, bodies[one.name], schema))
  const at = quoted(schema)
  return `-- The functions through which Latchkey reaches the users of this application. Run it as the owner of the tables, and
-- not as a superuser: the functions, and the triggers of the tables, get the rights of the one who runs it.
-- It may be run again. Everything that a reset reads and writes stands here: edit it for what the tables need.
begin;

create schema if not exists ${at};
revoke all on schema ${at} from public;
grant usage on schema ${at} to ${quoted(role)};

${functions.join('\n\n')}

${hostFunctions
  .flatMap((one) => {
    const signature = `${at}.${one.name}(${Object.values(one.takes).join(', ')})`
    return [
      `revoke all on function ${signature} from public;`,
      `grant execute on function ${signature} to ${quoted(role)};`,
    ]
  })
  .join('\n')}

commit;
`
}

function definition(
  { name, takes, gives, isVolatile }: HostFunction,
  body: string,
  schema: string,
) {
  const parameters = Object.entries(takes).map(([argument, type]) => `${argument} ${type}`)
  // A session could otherwise change what a backslash in a text means.
  const pinned = body.includes('\\') ? '\n  set standard_conforming_strings = on' : ''
  let tag = '$latchkey$'
  for (let n = 1; body.includes(tag); n += 1) tag = `$latchkey${n}$`
  return `create or replace function ${quoted(schema)}.${name}(${parameters.join(', ')})
  returns ${gives.replace('TABLE', 'table ')}
  language sql ${isVolatile ? 'volatile' : 'stable'} security definer
  set search_path = pg_catalog, pg_temp${pinned}
as ${tag}
${body}
${tag};`
}

function bodiesOf(
  map: AccountMap,
  tables: MappedTables,
  schema: string,
): Record<HostFunction['name'], string> {
  const { users, password } = map
  const of = partsOfMap(map, tables)
  const typeOfId = typeSql(of.ofUsers(users.id))
  const typed = (id: Sql) => sql`${id}::${typeOfId}`
  const given = sql.raw('$1')
  const isGiven = sql`${of.id} = ${typed(given)}`
  const usersTable = sql`${tableSql(users.table)} as u`
  const passwordTable = sql`${tableSql(of.passwordTable)} as ${sql.id(of.p)}`
  const isApart = password.table !== undefined
  const host = (name: HostFunction['name']) => sql`${sql.id(schema)}.${sql.raw(name)}`

  const row = text`  -- The one place that reads users. The version is made of all that makes open links invalid when it changes.
  select
    ${of.id}::text,
    ${of.email},
    coalesce(${of.isAlive}, false),
    ${of.hasPassword},
    ${of.locale},
    ${of.digest}
  from ${usersTable}${isApart ? sql`\n  left join ${passwordTable} on ${of.joined}` : sql``}
  where ${isGiven}`

  const rows = text`  -- May find too many: Latchkey compares the addresses itself. The newest first.
  select r.*
  from (select distinct ${of.id} as id from ${usersTable} where ${addressIs(users, of.ofUsers, given)}) as found
    cross join lateral ${host('host_row')}(found.id::text) as r
  order by found.id desc`

  const lockPassword = text`
  select 1 from ${passwordTable}
  where exists (select from ${usersTable} where ${isGiven} and ${of.joined})
  for no key update;
`
  const lock = text`  -- Every row that host_row makes the version of is locked first, and read after that.
  select 1 from ${usersTable} where ${isGiven} for no key update;
${sql.raw(isApart ? lockPassword : '')}
  select r.* from ${host('host_row')}($1) as r`

  const ofOwner = (value: Sql) => sql`(select ${value} from owner, changed)`
  const written = sql.join(
    of.written((part) => sql`($3 ->> ${sql.lit(part)})`),
    sql`,\n      `,
  )
  const changed = isApart
    ? sql`${written}
    from ${usersTable}, owner
    where ${of.id} = ${typed(sql`owner.id`)} and ${of.joined}`
    : sql`${written}
    where ${of.id} = (select ${typed(sql`owner.id`)} from owner)`
  const touched = sql`,
  touched as (
    update ${usersTable} set
      ${sql.join(assignments('u', of.touchesUsers, of.ofUsers), sql`,\n      `)}
    where ${of.id} = ${ofOwner(typed(sql`owner.id`))}
    returning 1
  )`
  const ended = map.sessions.flatMap((entry, n): Sql[] => {
    if ('because' in entry) return []
    const table = 'delete' in entry ? entry.delete : entry.update
    const typeOf = (name: string) => tables.column(table, name)
    const whose =
      'byEmail' in entry
        ? sql`${columnSql('s', entry.byEmail)} = ${ofOwner(sql`owner.email`)}`
        : sql`${columnSql('s', entry.by)} = ${ofOwner(sql`owner.id::${typeSql(typeOf(entry.by))}`)}`
    const what =
      'delete' in entry
        ? text`delete from ${tableSql(table)} as s`
        : text`update ${tableSql(table)} as s set ${sql.join(assignments('s', entry.set, typeOf))}`
    return [
      sql`,
  ended_${sql.lit(n)} as (
    ${sql.raw(what)}
    where ${whose} and ${conditionsSql('s', entry.where, typeOf)}
  )`,
    ]
  })
  const change = text`  -- Writes if the version is the expected one. False undoes everything, and the link stays valid.
  with owner as materialized (
    select r.id, r.email from ${host('host_lock')}($1) as r where r.alive and r.version = $2
  ),
  changed as (
    update ${passwordTable} set
      ${changed}
    returning 1
  )${of.usersAreTouched ? touched : sql``}${sql.join(ended, sql``)}
  select (select count(*) from changed) = 1${of.usersAreTouched ? sql` and (select count(*) from touched) = 1` : sql``}`

  return { host_row: row, host_rows: rows, host_lock: lock, host_change: change }
}

const compiler = sqlOnly()

/** As a text: names are identifiers and values are literals, so nothing is left to bind. */
function text(parts: TemplateStringsArray, ...values: Sql[]): string {
  const { sql: compiled, parameters } = sql(parts, ...values).compile(compiler)
  if (parameters.length > 0) throw new Error('A value of the map is no literal')
  return compiled
}
