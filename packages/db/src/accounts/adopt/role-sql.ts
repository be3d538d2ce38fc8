import { roleSettings, roleSettingsSql } from '../../connection/connection-settings.ts'
import { quoted, quotedTable } from '../check/finding.ts'
import { type NeededColumn, type NeededTable, neededBy, type Use } from '../check/needs.ts'
import { type AccountMap, tableName } from '../map/account-map.ts'
import type { Application, ApplicationTable } from './read-tables.ts'

/** For whom {@link roleSql} writes. */
export type RoleOptions = {
  /** The name of the role. */
  role: string
  /** The schema of Latchkey's own tables. */
  schema: string
  /** Functions stand for the tables, so the role gets no right to any of them. */
  functions?: boolean
}

/**
 * The SQL of a role that may do what a map needs, and nothing else: for `psql`, as the owner of the tables, as often as
 * wanted. The password of the role comes from the variable `pw` of psql.
 */
export function roleSql(
  map: AccountMap,
  application: Application,
  { role, schema, functions = false }: RoleOptions,
): string {
  const to = quoted(role)
  const needed = (functions ? [] : neededBy(map)).flatMap((one) => {
    const found = application.tables.find(({ table }) => table === one.table)
    return found ? [{ ...one, found, columns: withLock(one, found) }] : []
  })
  const schemas = new Set(
    needed.flatMap(({ table, found, columns }) => [
      tableName(table).schema,
      ...typeSchemas(found, columns),
    ]),
  )
  const settings = roleSettingsSql({ role, database: application.database }, roleSettings(schema))
  return `${[
    [
      `-- The role with which Latchkey works on the users of the database ${inComment(application.database)}. Run it with psql,`,
      '-- as the owner of the tables or as an administrator:',
      '--',
      "--   psql <database> -v pw='a long password' -f latchkey-role.sql",
      '--',
      '-- It can be run again, after the map has changed too: rights that are no longer needed are taken away.',
      '\\set ON_ERROR_STOP on',
      'begin;',
    ],
    [
      '-- The role signs in, and is nothing else: no superuser, and in no group.',
      block(
        `if not exists (select from pg_catalog.pg_roles where rolname = ${text(role)}) then`,
        `  create role ${to} login noinherit;`,
        'end if;',
        '-- Who may create roles and is no superuser needs this to give the schema away. It is taken back below.',
        'if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then',
        `  execute format('grant ${to} to %I', current_user);`,
        'end if;',
      ),
    ],
    [
      "-- Latchkey's own tables are in a schema of their own, which the role owns.",
      block(
        `if not exists (select from pg_catalog.pg_namespace where nspname = ${text(schema)}) then`,
        `  create schema ${quoted(schema)} authorization ${to};`,
        'end if;',
        'if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then',
        `  execute format('revoke ${to} from %I', current_user);`,
        'end if;',
      ),
    ],
    [
      '-- Settings that Latchkey makes on every connection. Behind a pooler in transaction mode they must be those of the role.',
      ...settings.map((statement) => statement.replace(/^ALTER ROLE/, 'alter role')),
    ],
    ...(needed.length === 0
      ? []
      : [
          [
            '-- To reach the tables. It gives no right to any of them.',
            ...[...schemas].map((name) => `grant usage on schema ${quoted(name)} to ${to};`),
          ],
          ...needed.map((one) => rightsOn(one, to, role)),
          confirmed(needed, role),
        ]),
    [
      'commit;',
      '\\if :{?pw}',
      `  alter role ${to} password :'pw';`,
      '\\else',
      `  \\echo 'Give the role a password, if it has none yet: \\\\password ${role}'`,
      '\\endif',
    ],
    ...(map.sessions.some((entry) => 'because' in entry && entry.because === 'epoch')
      ? [
          [
            '-- After the first start of Latchkey, for the role of the application, which compares the epoch with the one that',
            '-- its session contains:',
            `-- grant usage on schema ${quoted(schema)} to <application>;`,
            `-- grant select on ${quoted(schema)}.credential_epoch to <application>;`,
          ],
        ]
      : []),
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

type Needed = NeededTable & { found: ApplicationTable }

/** Names of columns that mean little to a thief who may write them. */
const harmless = /^(?:updated|modified|changed|last_?modified|write_?date|locale|lang)/i

/** To lock a row, PostgreSQL wants the right to update one of its columns, whichever. */
function withLock({ columns, locks }: NeededTable, found: ApplicationTable): NeededColumn[] {
  if (!locks || columns.some(({ writes }) => writes)) return columns
  const name =
    found.columns.find((column) => harmless.test(column.name) && !column.isGenerated)?.name ??
    columns[0]?.name
  if (name === undefined) return columns
  const known = columns.find((column) => column.name === name)
  const use: Use = { as: 'lock' }
  return [
    ...columns.filter((column) => column !== known),
    { name, reads: known?.reads ?? false, writes: true, uses: [...(known?.uses ?? []), use] },
  ]
}

/** citext, for one, may be in a schema that the role does not see. */
function typeSchemas(found: ApplicationTable, columns: readonly NeededColumn[]): string[] {
  return columns.flatMap(({ name }) => {
    const column = found.columns.find((one) => one.name === name)
    return column && column.baseSchema !== 'pg_catalog' ? [column.baseSchema] : []
  })
}

function rightsOn(needed: Needed, to: string, role: string): string[] {
  const { table, columns, deletes, found } = needed
  const on = quotedTable(table)
  const read = columns.filter(({ reads }) => reads)
  const written = columns.filter(({ writes }) => writes)
  const list = (some: readonly NeededColumn[]) => some.map(({ name }) => quoted(name)).join(', ')
  return [
    `-- ${inComment(table)}`,
    `revoke all on ${on} from ${to};`,
    ...(read.length > 0
      ? [`-- ${reasons(read, 'reads')}`, `grant select (${list(read)}) on ${on} to ${to};`]
      : []),
    ...(written.length > 0
      ? [`-- ${reasons(written, 'writes')}`, `grant update (${list(written)}) on ${on} to ${to};`]
      : []),
    ...(deletes ? ['-- A session ends when its row goes.', `grant delete on ${on} to ${to};`] : []),
    ...(found.hasRowSecurity ? policies(needed, to, role) : []),
  ]
}

/** Row-level security hides every row of which no policy speaks, without an error. */
function policies({ table, columns, deletes, locks }: Needed, to: string, role: string): string[] {
  const on = quotedTable(table)
  const commands = [
    'select',
    ...(locks || columns.some(({ writes }) => writes) ? ['update'] : []),
    ...(deletes ? ['delete'] : []),
  ]
  return [
    '-- Row-level security is on: without a policy the role finds no row. The rights to columns hold all the same.',
    ...commands.flatMap((command) => {
      const name = quoted(`${role}_${command}`.slice(0, 63))
      return [
        `drop policy if exists ${name} on ${on};`,
        `create policy ${name} on ${on} for ${command} to ${to} using (true);`,
      ]
    }),
  ]
}

/** PostgreSQL only warns when somebody grants what is not theirs to grant. */
function confirmed(needed: readonly Needed[], role: string): string[] {
  const missing = needed.flatMap(({ table, columns, deletes }) => {
    const on = text(quotedTable(table))
    const lacks = (right: string, name: string) =>
      `not has_column_privilege(${text(role)}, ${on}, ${text(name)}, ${text(right)})`
    return [
      ...columns.flatMap(({ name, reads, writes }) => [
        ...(reads ? [lacks('SELECT', name)] : []),
        ...(writes ? [lacks('UPDATE', name)] : []),
      ]),
      ...(deletes ? [`not has_table_privilege(${text(role)}, ${on}, 'DELETE')`] : []),
    ]
  })
  return [
    '-- PostgreSQL only warns when somebody grants what is not theirs to grant.',
    block(
      `if ${missing.join('\n  or ')} then`,
      `  raise exception 'The rights were not granted, because % does not own the tables.', current_user`,
      `    using hint = 'Run this file as the owner of the tables, or as an administrator.';`,
      'end if;',
    ),
  ]
}

const purposes: Record<Use['as'], string> = {
  id: 'the id',
  address: 'the address that email goes to',
  text: 'what people sign in with, and the language of the email',
  key: 'the key to the row',
  guard: 'any change makes links invalid',
  password: 'the password',
  condition: 'whether the row counts',
  written: 'what changes with the password',
  lock: 'to lock the row, which takes the right to update one column',
}

function reasons(columns: readonly NeededColumn[], right: 'reads' | 'writes'): string {
  const by = new Map<string, string[]>()
  for (const { name, uses } of columns) {
    const fitting = uses.filter(({ as }) => (as === 'written') === (right === 'writes'))
    const [use = uses[0]] = uses.some(({ as }) => as === 'password')
      ? uses.filter(({ as }) => as === 'password')
      : fitting
    const purpose = use === undefined ? '' : purposeOf(use, right)
    by.set(purpose, [...(by.get(purpose) ?? []), inComment(name)])
  }
  const said = [...by].map(([purpose, names]) => `${names.join(', ')}: ${purpose}`)
  return `${right === 'reads' ? 'Reads' : 'Writes'} ${said.join('; ')}.`
}

function purposeOf({ as }: Use, right: 'reads' | 'writes'): string {
  if (as === 'password') {
    return right === 'reads'
      ? 'the password, because any change of it makes links invalid'
      : 'the new password'
  }
  return purposes[as]
}

function block(...lines: string[]): string {
  return ['do $latchkey$ begin', ...lines.map((line) => `  ${line}`), 'end $latchkey$;'].join('\n')
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** A name may contain anything, a line break too. */
function inComment(name: string): string {
  return name.replaceAll(/[\r\n]/g, ' ')
}
