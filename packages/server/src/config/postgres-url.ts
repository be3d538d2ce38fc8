import { addressesOfHosts, withHostsOf } from '@latchkey/db'

/** What may stand behind the `?` of an address of PostgreSQL because the driver honours it. */
const honouredParameters: ReadonlySet<string> = new Set([
  ...['host', 'port', 'user', 'password', 'application_name', 'client_encoding'],
  ...['ssl', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat'],
])

export type PostgresUrl = {
  /** Without what the driver does not know. It may name several servers. */
  url: string
  schema: string | undefined
  /** Prisma's sign for a pooler in transaction mode. */
  pgbouncer: boolean
  /** What was taken out, besides these two. */
  others: string[]
}

export function readPostgresUrl(given: string): PostgresUrl {
  const [first] = addressesOfHosts(given)
  const url = new URL(first)
  const parameters = new URLSearchParams(url.search)
  const unknown = [...new Set(parameters.keys())].filter((name) => !honouredParameters.has(name))
  for (const name of unknown) url.searchParams.delete(name)
  return {
    url: withHostsOf(given, url.href),
    schema: parameters.get('schema') ?? undefined,
    pgbouncer: parameters.get('pgbouncer') === 'true',
    others: unknown.filter(
      (name) => !(name === 'schema' || name === 'pgbouncer' || saysPrimary(name, parameters)),
    ),
  }
}

/** What we do anyway. */
function saysPrimary(name: string, parameters: URLSearchParams): boolean {
  const value = parameters.get(name) ?? ''
  return name === 'target_session_attrs' && ['read-write', 'primary'].includes(value)
}
