import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { handOver, unprivileged } from './postgres-server.ts'

/** A PgBouncer in front of one PostgreSQL, on a free port of 127.0.0.1. */
export type PgBouncer = {
  /** The same address, through the pooler. */
  through(url: string): string
  /** Replaces its connections to PostgreSQL, each as soon as it is free. */
  reconnect(): Promise<void>
  stop(): Promise<void>
}

export type PgBouncerOptions = {
  mode: 'session' | 'transaction' | 'statement'
  /** An address of the PostgreSQL; every database of that server can be reached. */
  url: string
  /** Connections to PostgreSQL for each role and database. */
  serverConnections?: number
  /** More lines for the section `[pgbouncer]`. */
  settings?: readonly string[]
  /** Roles that may sign in, besides the one of `url`. */
  roles?: readonly string[]
}

/** Debian's package puts it into a folder that is not on everybody's path. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']

export const pgbouncerPath = folders
  .map((folder) => join(folder, 'pgbouncer'))
  .find((path) => existsSync(path))

/**
 * Whether tests that need PgBouncer are left out because it is not installed. Never in CI: there, they fail.
 */
export const withoutPgBouncer = pgbouncerPath === undefined && !process.env.CI

export async function startPgBouncer(options: PgBouncerOptions): Promise<PgBouncer> {
  if (pgbouncerPath === undefined) {
    throw new Error('PgBouncer is not installed. Debian: apt-get install pgbouncer')
  }
  const server = new URL(options.url)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pgbouncer-'))
  const port = await freePort()
  const password = decodeURIComponent(server.password)
  const users = [decodeURIComponent(server.username), ...(options.roles ?? [])]
  const files = {
    'users.txt': users.map((user) => `"${user}" "${password}"`),
    'pgbouncer.ini': [
      '[databases]',
      `* = host=${server.hostname} port=${server.port || 5432}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${join(folder, 'users.txt')}`,
      `admin_users = ${users.join(',')}`,
      `pool_mode = ${options.mode}`,
      `default_pool_size = ${options.serverConnections ?? 20}`,
      ...(options.settings ?? []),
    ],
  }
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  }
  handOver(folder)

  const child = spawn(pgbouncerPath, [join(folder, 'pgbouncer.ini')], {
    ...unprivileged,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr?.on('data', (chunk) => {
    log += chunk
  })
  const through = (url: string) => {
    const changed = new URL(url)
    changed.host = `127.0.0.1:${port}`
    return changed.href
  }
  try {
    await untilItAnswers(through(options.url), child)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`PgBouncer did not start:\n${log}`, { cause: error })
  }
  return {
    through,
    reconnect: () => onConsole(through(options.url), 'reconnect'),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      // PgBouncer takes SIGTERM as "at once" and SIGINT as "when the clients have gone".
      if (child.exitCode === null && child.kill('SIGTERM')) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      // Short: a try that hangs is followed by others.
      return await onConsole(url, 'show version', 2_000)
    } catch (error) {
      if (child.exitCode !== null || tries > 2_400) throw error
      await sleep(50)
    }
  }
}

/** Its own console needs no connection to PostgreSQL. */
async function onConsole(
  url: string,
  command: string,
  connectionTimeoutMillis = 120_000,
): Promise<void> {
  const address = new URL(url)
  address.pathname = '/pgbouncer'
  const client = new pg.Client({ connectionString: address.href, connectionTimeoutMillis })
  client.on('error', () => {})
  await client.connect()
  await client.query(command).finally(() => client.end())
}
