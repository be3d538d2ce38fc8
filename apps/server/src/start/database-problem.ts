import { Unavailable } from '@latchkey/core'
import { addressesOfHosts, isConnectionError, PortFailure } from '@latchkey/db'

/*
 * What a database refuses at a start, in a sentence with its remedy. The texts of PostgreSQL name the role, the
 * database or the host; they and this file never repeat a part of a password.
 */

type Problem = { message: string; code: string; error: Error; role: string }
type Row = (problem: Problem) => string

const encoded =
  'In DATABASE_URL, special characters of a password are percent-encoded: # is %23, @ is %40, / is %2F, ? is %3F, % is %25.'

const findTheHolder =
  'Find it in pg_stat_activity (pg_blocking_pids says who blocks whom), let it end, and try again.'

/** By SQLSTATE (PostgreSQL, appendix A). */
const bySqlState: Record<string, Row> = {
  '08P01': ({ message }) => {
    const parameter = /unsupported startup parameter(?: in options)?: (\w+)/.exec(message)?.[1]
    return parameter === undefined
      ? `What answers at the address of DATABASE_URL does not speak PostgreSQL’s protocol as expected: ${message}. Check its host and port, and any proxy or connection pooler in between.`
      : `The connection pooler refuses the parameter ${parameter}. Add it to its ignore_startup_parameters (PgBouncer), or take it out of DATABASE_URL.`
  },
  '25006': () =>
    'The database is read-only: it is a standby, or default_transaction_read_only is on. DATABASE_URL must lead to the primary server. If it does, run ALTER DATABASE … SET default_transaction_read_only = off: connected to another database, or after SET default_transaction_read_only = off, because this one refuses it too.',
  '26000': preparedStatements,
  '28000': refusedSignIn,
  '28P01': ({ message }) =>
    `PostgreSQL refused the password: ${message}. Check the role and its password in DATABASE_URL. ${encoded}`,
  '3D000': ({ message, role }) => {
    const name = /database "(.+)"/.exec(message)?.[1] ?? /no such database: (.+)/.exec(message)?.[1]
    const create = `CREATE DATABASE ${quoted(name ?? 'latchkey')} OWNER ${role};`
    return `PostgreSQL answers, but it has no database of that name: ${message}. Create it as an administrator, or correct the name at the end of DATABASE_URL:\n  ${create}`
  },
  '3F000': ({ message }) =>
    `A schema is missing: ${message}. Check DATABASE_SCHEMA, and run: latchkey migrate`,
  '42501': missingRight,
  '42P01': ({ message }) =>
    `A table is missing: ${message}. Check DATABASE_SCHEMA and that DATABASE_URL names the database of this Latchkey, and run: latchkey migrate`,
  '42P05': preparedStatements,
  '53100': ({ message }) =>
    `The disk of the database server is full: ${message}. Make room there, then start again.`,
  '53200': ({ message }) =>
    `The database server is out of memory: ${message}. Give it more, or lower its max_connections.`,
  '53300': ({ message }) =>
    `PostgreSQL has no connection left: ${message}. A web process of Latchkey opens up to 8, a worker 6, a command 6. Raise max_connections or the CONNECTION LIMIT of the role or database, stop other clients, or put a connection pooler in between.`,
  '55000': ({ message }) => `PostgreSQL does not accept connections to this database: ${message}.`,
  '55P03': ({ message }) =>
    `Another transaction holds a lock on a table or row that is needed, for longer than Latchkey waits: ${message}. ${findTheHolder}`,
  '57014': ({ message }) =>
    `A statement took too long, or was canceled on the server: ${message}. Another transaction may hold a lock on a table that is needed, or the server has too much to do. ${findTheHolder}`,
  '57P03': ({ message }) =>
    `PostgreSQL is not ready: ${message}. It is starting, stopping or recovering. Start again when it accepts connections.`,
}

function preparedStatements(): string {
  return 'DATABASE_URL leads through a connection pooler in transaction mode, and it was not recognized. Set DATABASE_POOLER=transaction, and DATABASE_DIRECT_URL for migrations.'
}

function refusedSignIn({ message }: Problem): string {
  const said = `PostgreSQL refused the connection: ${message}.`
  const role = /role "(.+)"/.exec(message)?.[1]
  if (/role ".+" does not exist|no such user/.test(message)) {
    return `${said} Correct the role in DATABASE_URL, or create it as an administrator:\n  CREATE ROLE ${quoted(role ?? 'latchkey')} LOGIN PASSWORD '…';`
  }
  if (message.includes('not permitted to log in')) {
    return `${said} Allow it as an administrator:\n  ALTER ROLE ${quoted(role ?? 'latchkey')} LOGIN;`
  }
  if (/client certificate/.test(message)) {
    return `${said} Name the certificate and its key in DATABASE_URL: ?sslcert=/path/client.crt&sslkey=/path/client.key`
  }
  if (/pg_hba\.conf/.test(message)) {
    const tls = /no encryption|SSL off/.test(message)
      ? ' It may accept only connections with TLS: add ?sslmode=verify-full to DATABASE_URL. Otherwise add'
      : ' Add'
    return `${said}${tls} a line to the server’s pg_hba.conf that allows this role, database and host, such as "host <database> <role> <address>/32 scram-sha-256", and reload its configuration.`
  }
  return `${said} The server’s pg_hba.conf asks for another way to sign in. Allow scram-sha-256 for this role, database and host. ${encoded}`
}

function missingRight({ message, role }: Problem): string {
  const [, kind = '', name = 'latchkey'] =
    /permission denied for (\w+) "?([\w-]+)"?/.exec(message) ?? []
  const grants: Record<string, string[]> = {
    database: [
      `GRANT CONNECT ON DATABASE ${quoted(name)} TO ${role};`,
      `GRANT CREATE ON DATABASE ${quoted(name)} TO ${role};`,
    ],
    schema: [`GRANT USAGE, CREATE ON SCHEMA ${quoted(name)} TO ${role};`],
  }
  const ofTables = [
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "latchkey" TO ${role};`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA "latchkey" TO ${role};`,
  ]
  const lines = grants[kind] ?? ofTables
  return `The role of DATABASE_URL lacks a right: ${message}. Run as the owner (the schema is that of DATABASE_SCHEMA):\n${lines.map((line) => `  ${line}`).join('\n')}`
}

const unreachable = 'Is it running, and is DATABASE_URL correct?'

/** By the codes of Node’s system errors. */
const bySystemCode: Record<string, Row> = {
  ECONNREFUSED: ({ error }) =>
    `The database does not answer: nothing listens at ${placeOf(error)}. ${unreachable}`,
  ENOTFOUND: ({ error }) =>
    `The database does not answer: the host name ${Reflect.get(error, 'hostname') ?? ''} is unknown. Correct it in DATABASE_URL. ${encoded}`,
  EAI_AGAIN: ({ error }) =>
    `The database does not answer: the name server gives no address for ${Reflect.get(error, 'hostname') ?? 'its host'}. Is the network up, and is the host of DATABASE_URL correct?`,
  ETIMEDOUT: noRoute,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ENOENT: missingFile,
  EACCES: missingFile,
  EISDIR: missingFile,
}

function noRoute({ error }: Problem): string {
  return `The database does not answer: ${placeOf(error)} cannot be reached. Check host and port of DATABASE_URL, the network and its firewalls.`
}

function missingFile({ error, code }: Problem): string {
  const path = Reflect.get(error, 'path') ?? Reflect.get(error, 'address') ?? ''
  if (Reflect.get(error, 'syscall') === 'connect') {
    return `The database does not answer: there is no socket ${path}. ${unreachable}`
  }
  const why = code === 'ENOENT' ? 'does not exist' : 'cannot be read by this user'
  return `The file ${path} ${why}. DATABASE_URL names it as sslrootcert, sslcert or sslkey; correct the path.`
}

function placeOf(error: Error): string {
  // With several addresses for one name, Node throws one error with those of each.
  const [first] = error instanceof AggregateError ? error.errors : [error]
  const address = Reflect.get(Object(first), 'address') ?? 'the address of DATABASE_URL'
  const port = Reflect.get(Object(first), 'port')
  return port === undefined ? String(address) : `${address}:${port}`
}

const ownAuthority =
  'Name the certificate of the authority that signed it: ?sslmode=verify-full&sslrootcert=/path/ca.crt in DATABASE_URL, or NODE_EXTRA_CA_CERTS.'

/** By the codes of Node’s TLS errors. */
const byTlsCode: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `it is signed by itself. ${ownAuthority}`,
  SELF_SIGNED_CERT_IN_CHAIN: `it comes from an authority that this machine does not know. ${ownAuthority}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `it comes from an authority that this machine does not know, or the server sends an incomplete chain. ${ownAuthority}`,
  UNABLE_TO_GET_ISSUER_CERT: `it comes from an authority that this machine does not know. ${ownAuthority}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `it comes from an authority that this machine does not know. ${ownAuthority}`,
  CERT_HAS_EXPIRED: 'it has expired. Renew it on the server, and check the clock of this machine.',
  CERT_NOT_YET_VALID: 'it is not valid yet. Check the clocks of both machines.',
  CERT_REVOKED: 'it was revoked. Renew it on the server.',
  CERT_SIGNATURE_FAILURE: `its signature is not that of the authority. ${ownAuthority}`,
  EE_KEY_TOO_SMALL: 'its key is too small. Renew it with a larger key.',
  CA_MD_TOO_WEAK: 'it is signed in a way that is too weak. Renew it with SHA-256 or better.',
}

/** Everything that the driver says about TLS or passwords without a code. */
const byMessage: readonly (readonly [RegExp, Row])[] = [
  [
    /client password must be a (non-empty )?string|no password supplied/i,
    () =>
      `PostgreSQL asks for a password, and DATABASE_URL has none: postgres://role:password@host:5432/database. ${encoded}`,
  ],
  [
    /does not support SSL/i,
    () =>
      'The database server has no TLS. Switch it on there (ssl = on), or, on a network that you trust, use ?sslmode=disable in DATABASE_URL.',
  ],
  [
    /SASL|authentication (type|method)|unknown auth/i,
    ({ message }) =>
      `The password could not be checked: ${message}. The server’s pg_hba.conf should say scram-sha-256 for this role.`,
  ],
  [
    /sslmode|PEM|no start line|key values mismatch|bad decrypt/i,
    ({ message }) =>
      `TLS to the database could not be prepared: ${message}. Check sslmode, sslrootcert, sslcert and sslkey in DATABASE_URL: files in PEM form, and a key that belongs to its certificate.`,
  ],
]

/**
 * The sentence for an error that a database, or the way to it, or an application that keeps its users itself caused; `undefined` for any other.
 *
 * @param url DATABASE_URL, for the name of the role. Nothing else of it is repeated.
 */
export function describeDatabaseProblem(error: unknown, url?: string): string | undefined {
  const cause = error instanceof Unavailable ? error.cause : error
  if (!(cause instanceof Error)) return undefined
  if (cause instanceof PortFailure) return `${cause.message}. latchkey doctor says more.`
  const code = String(Reflect.get(cause, 'code') ?? '')
  const message = cause.message.replaceAll(/\s+/g, ' ').replace(/\.$/, '')
  const problem = { message, code, error: cause, role: roleIn(url) }
  const isSqlState = /^[0-9A-Z]{5}$/.test(code) && 'severity' in cause

  if (isSqlState) {
    return (
      bySqlState[code]?.(problem) ??
      (error instanceof Unavailable
        ? `The database is not available: ${message} (SQLSTATE ${code}). ${unreachable}`
        : `PostgreSQL refused a statement: ${message} (SQLSTATE ${code}).`)
    )
  }
  const certificate = isConnectionError(cause) ? byTlsCode[code] : undefined
  if (certificate !== undefined) {
    return `The certificate of the database server was refused: ${certificate}`
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' && isConnectionError(cause)) {
    return `The certificate of the database server is for another name: ${Reflect.get(cause, 'reason') ?? message}. Use that name as the host in DATABASE_URL, or give the server a certificate for its name.`
  }
  const said = byMessage.find(([pattern]) => pattern.test(message))?.[1]
  if (!(error instanceof Unavailable) && !isConnectionError(cause)) return undefined
  if (said) return said(problem)
  if (/^(EPROTO|ERR_SSL_|ERR_OSSL_)/.test(code)) {
    return `TLS to the database failed: ${message}. Check that the server supports TLS 1.2 or newer, and sslmode in DATABASE_URL.`
  }
  return (
    bySystemCode[code]?.(problem) ??
    `The database does not answer (${message || code}). ${unreachable}`
  )
}

function roleIn(url: string | undefined): string {
  const [first] = addressesOfHosts(url ?? '')
  if (!URL.canParse(first)) return '<role>'
  const { username } = new URL(first)
  return username === '' ? '<role>' : quoted(username)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
