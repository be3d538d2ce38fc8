import type pg from 'pg'
import { DatabaseSetupError } from './setup-error.ts'

/*
 * The settings of every connection. Poolers refuse most of them as start-up parameters, so a statement makes them after
 * connecting. Behind a pooler in transaction mode, where the next transaction may run on another connection, they have
 * to be settings of the role instead.
 */

/**
 * Timeouts in milliseconds. A web request waits little; a worker and a migration may take longer. But a migration waits
 * for a lock for a shorter time than a request: those who come later wait behind it. It tries again.
 */
const timeoutsFor = {
  web: { connect: 2_000, statement: 3_000, lock: 1_000, idleInTransaction: 5_000 },
  worker: { connect: 2_000, statement: 10_000, lock: 1_000, idleInTransaction: 5_000 },
  migration: { connect: 30_000, statement: 0, lock: 500, idleInTransaction: 0 },
}

export type ConnectionPurpose = keyof typeof timeoutsFor

/** A value in milliseconds when it is a number. */
type Settings = Record<string, string | number>

function settingsFor(purpose: ConnectionPurpose, schema: string): Settings {
  const timeouts = timeoutsFor[purpose]
  return {
    // Statements name their schema. This is for migrations, and keeps functions and operators of other schemas out.
    // The schema of temporary tables comes first unless it is listed.
    search_path: `"${schema}", pg_temp`,
    // The driver reads dates in this style only, and our SQL has standard strings. A database or a role may have others.
    DateStyle: 'ISO',
    standard_conforming_strings: 'on',
    // PostgreSQL plans a statement when a connection first runs it, often while the tables are empty, and keeps that
    // plan for minutes. Every search of ours has an index, and must use it. Compiling a plan takes longer than any of
    // our statements.
    enable_seqscan: 'off',
    jit: 'off',
    statement_timeout: timeouts.statement,
    lock_timeout: timeouts.lock,
    idle_in_transaction_session_timeout: timeouts.idleInTransaction,
  }
}

/** In which the server says that a statement took too long. */
const ANSWER_MS = 500

/**
 * Milliseconds after which this side gives up on a statement; `undefined`: never. It covers a server that is frozen or
 * unreachable, and so does not enforce its own timeout.
 */
export function clientTimeoutFor(purpose: ConnectionPurpose): number | undefined {
  const { statement } = timeoutsFor[purpose]
  return statement > 0 ? statement + ANSWER_MS : undefined
}

/** Milliseconds that a caller waits for a connection. */
export function connectTimeoutFor(purpose: ConnectionPurpose): number {
  return timeoutsFor[purpose].connect
}

/** Makes the settings in one statement. They last until the connection ends. */
export async function applySettings(
  client: pg.ClientBase,
  purpose: ConnectionPurpose,
  schema: string,
): Promise<void> {
  const settings = settingsFor(purpose, schema)
  await client.query(
    'select set_config(name, value, false) from unnest($1::text[], $2::text[]) as setting (name, value)',
    [Object.keys(settings), Object.values(settings).map(String)],
  )
}

/** What the role needs behind a pooler in transaction mode: web and worker share it, so the longer timeouts. */
export const roleSettings = (schema: string) => settingsFor('worker', schema)

/**
 * Checks that the settings of the role are in force, on whichever connection the pooler gives.
 *
 * @throws DatabaseSetupError with the SQL that makes them.
 */
export async function checkRoleSettings(client: pg.ClientBase, schema: string): Promise<void> {
  const wanted = roleSettings(schema)
  const { rows } = await client.query<{
    role: string
    database: string
    in_force: Record<string, string>
  }>(
    `select session_user as role, current_database() as database, json_object_agg(name, setting) as in_force
       from pg_catalog.pg_settings where name = any($1)`,
    [Object.keys(wanted)],
  )
  const [found] = rows
  if (!found) throw new Error('pg_settings has no rows')
  const missing = unmet(wanted, found.in_force)
  if (missing.length === 0) return
  const statements = roleSettingsSql(found, Object.fromEntries(missing))
  throw new DatabaseSetupError(
    [
      'DATABASE_URL leads through a connection pooler in transaction mode. Settings of a connection do not last there,',
      'so they have to be settings of the role, and these are not in force:',
      ...missing.map(([name]) => `  ${name} is ${found.in_force[name] || 'empty'}`),
      'Run this SQL once, as the role itself or as an administrator:',
      ...statements.map((statement) => `  ${statement}`),
      'Then make the pooler open new connections (PgBouncer: RECONNECT): settings of a role apply from the next sign-in.',
      'They apply to everything that signs in with this role, so give Latchkey a role of its own.',
    ].join('\n'),
  )
}

/** Settings that a connection should have, and has not: their names, and what is in force. */
export function settingsNotInForce(
  purpose: ConnectionPurpose,
  schema: string,
  inForce: Readonly<Record<string, string>>,
): { name: string; wanted: string; inForce: string }[] {
  return unmet(settingsFor(purpose, schema), inForce).map(([name, wanted]) => ({
    ...{ name, wanted: String(wanted), inForce: inForce[name] ?? '' },
  }))
}

function unmet(wanted: Settings, inForce: Readonly<Record<string, string>>) {
  return Object.entries(wanted).filter(
    ([name, value]) => !suffices(name, value, inForce[name] ?? ''),
  )
}

/** A timeout may be shorter than wanted, but not off. The order of day and month, as in `ISO, DMY`, does not matter. */
function suffices(name: string, wanted: string | number, inForce: string): boolean {
  if (name === 'DateStyle') return inForce.startsWith(String(wanted))
  if (typeof wanted === 'number') return Number(inForce) > 0 && Number(inForce) <= wanted
  const plain = (value: string) => value.replaceAll(/["\s]/g, '')
  return plain(inForce) === plain(wanted)
}

/** The SQL that an operator runs once, one statement a line. */
export function roleSettingsSql(
  { role, database }: { role: string; database: string },
  settings: Settings,
): string[] {
  const target = `ALTER ROLE ${quoted(role)} IN DATABASE ${quoted(database)}`
  return Object.entries(settings).map(([name, value]) => {
    const written = typeof value === 'number' ? `'${value / 1_000}s'` : value
    return `${target} SET ${name} = ${written};`
  })
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
