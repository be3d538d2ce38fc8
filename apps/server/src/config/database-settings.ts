import { type DatabaseConfig, type PostgresUrl, readPostgresUrl } from '@latchkey/server/parts'
import { type SettingValues, settings } from './settings.ts'

export type DatabaseSettings = Omit<DatabaseConfig, 'dataDir'>

type Given = {
  each: Partial<SettingValues>
  /** Which settings were given at all, even if they could not be read. */
  named: ReadonlySet<string>
}

type UrlSetting = 'DATABASE_URL' | 'DATABASE_DIRECT_URL'

/** What other programs read there, and what to write for Latchkey instead. */
const instead: Record<string, string> = {
  options: 'a pooler refuses it, and Latchkey makes its settings after connecting',
  search_path: 'name the schema with DATABASE_SCHEMA',
  target_session_attrs: 'Latchkey writes, so it is always read-write',
  currentSchema: 'name the schema with DATABASE_SCHEMA',
  statement_timeout: 'Latchkey has timeouts of its own',
  lock_timeout: 'Latchkey has timeouts of its own',
  idle_in_transaction_session_timeout: 'Latchkey has timeouts of its own',
  query_timeout: 'Latchkey has timeouts of its own',
  connect_timeout: 'Latchkey has timeouts of its own',
  load_balance_hosts: 'only one of the servers accepts writes, and that one is used',
  connection_limit: 'docs/operating.md says how many connections a process opens',
}

export function databaseSettings(given: Given, problems: string[]): DatabaseSettings {
  const { each, named } = given
  for (const name of ['DATABASE_POOLER', 'DATABASE_DIRECT_URL'] as const) {
    if (named.has(name) && !named.has('DATABASE_URL')) {
      problems.push(`${name} needs DATABASE_URL: the embedded database has no pooler`)
    }
  }
  const pooled = addressIn('DATABASE_URL', given, problems)
  const direct = addressIn('DATABASE_DIRECT_URL', given, problems)
  if (pooled?.pgbouncer && each.DATABASE_POOLER && each.DATABASE_POOLER !== 'transaction') {
    problems.push(
      `DATABASE_URL says ?pgbouncer=true, which means a pooler in transaction mode, and DATABASE_POOLER says ${each.DATABASE_POOLER}; keep one of them`,
    )
  }
  if (direct?.pgbouncer) {
    problems.push(
      'DATABASE_DIRECT_URL says ?pgbouncer=true; it must lead to PostgreSQL itself, without a pooler in transaction mode',
    )
  }
  return {
    databaseUrl: pooled?.url,
    databaseDirectUrl: direct?.url,
    databaseSchema: schemaFrom(
      { DATABASE_URL: pooled, DATABASE_DIRECT_URL: direct },
      given,
      problems,
    ),
    migrates: each.MIGRATE ?? true,
    databasePooler: each.DATABASE_POOLER ?? (pooled?.pgbouncer ? 'transaction' : undefined),
  }
}

function addressIn(name: UrlSetting, { each }: Given, problems: string[]) {
  const given = each[name]
  if (given === undefined) return undefined
  const read = readPostgresUrl(given)
  for (const parameter of read.others) {
    const reason = instead[parameter] ?? 'Latchkey does not know it'
    problems.push(`${name}: take ${parameter}=… out of the address: ${reason}`)
  }
  return read
}

/** `?schema=` in an address is Prisma's way to say it. */
function schemaFrom(
  addresses: Record<UrlSetting, PostgresUrl | undefined>,
  { each, named }: Given,
  problems: string[],
): string {
  let schema = each.DATABASE_SCHEMA ?? ''
  let saidBy = named.has('DATABASE_SCHEMA') ? 'DATABASE_SCHEMA' : undefined
  for (const [name, address] of Object.entries(addresses)) {
    if (address?.schema === undefined) continue
    const read = settings.DATABASE_SCHEMA.schema.safeParse(address.schema)
    if (!read.success)
      problems.push(...read.error.issues.map(({ message }) => `${name}: ?schema= ${message}`))
    else if (saidBy === undefined) {
      schema = address.schema
      saidBy = `${name} (?schema=)`
    } else if (address.schema !== schema) {
      problems.push(
        `${saidBy} names the schema ${schema}, and ${name} says ?schema=${address.schema}; keep one of them`,
      )
    }
  }
  return schema
}
