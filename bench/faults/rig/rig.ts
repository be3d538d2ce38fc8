import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type PostgresOptions,
  type PostgresServer,
  type Replica,
  startPostgres,
} from '../../../packages/db/src/testing/postgres-server.ts'
import { openSqlClient } from '../../../packages/db/src/testing/sql-client.ts'
import { openWire, type Wire } from '../../../packages/db/src/testing/wire.ts'
import { openClock } from './clock.ts'
import { createDriver } from './driver.ts'
import { formerVersion } from './former.ts'
import { createPeople } from './people.ts'
import { type Environment, type Program, prepareServer, type RigServer } from './server.ts'
import { openSink } from './sink.ts'
import { openVolume } from './volume.ts'

export type RigOptions = {
  program?: Program
  settings?: Environment
  postgres?: PostgresOptions
  /** Puts PostgreSQL on a volume of its own of this size in MiB. Needs root. */
  diskMib?: number
  /** Puts the log of the first server on a volume of its own of this size in MiB. Needs root. */
  logDiskMib?: number
  /** Starts both servers in the version before this one, on its schema. */
  former?: boolean
  /** Adds a standby, and commits wait until it has them. Both servers of Latchkey know its address. */
  replica?: boolean
  /** Gives PostgreSQL a clock that can be changed. */
  databaseClock?: boolean
}

/** A time in which an email may have been sent without being recorded. */
export type Interruption = { from: number; until: number }

export type Rig = Awaited<ReturnType<typeof openRig>>

const open = new Set<AsyncDisposableStack>()

/** Closes all rigs when the suite is interrupted, because servers and databases would keep running. */
export async function closeRigs(): Promise<void> {
  for (const rig of open) await rig.disposeAsync()
}

export const smtpPassword = 'rig-relay-credential'

/**
 * One PostgreSQL, two servers, one mail server, and a TCP proxy (wire) between each server and each of the two, so that
 * a fault can affect one server alone. Everything runs on loopback, with its own ports and folders.
 */
export async function openRig(options: RigOptions = {}) {
  await using opened = new AsyncDisposableStack()
  const program = options.program ?? 'built'
  const cleanUps: (() => void)[] = []
  opened.defer(() => {
    for (const cleanUp of cleanUps) cleanUp()
  })
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-rig-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const volume = options.diskMib === undefined ? undefined : openVolume(options.diskMib)
  opened.defer(() => volume?.remove())
  const logVolume = options.logDiskMib === undefined ? undefined : openVolume(options.logDiskMib)
  opened.defer(() => logVolume?.remove())
  const former = options.former ? await formerVersion() : undefined
  const databaseClock = options.databaseClock ? openClock() : undefined
  opened.defer(() => databaseClock?.remove())
  const postgres = await startPostgres({
    ...options.postgres,
    ...(volume && { under: volume.folder }),
    ...(databaseClock && { environment: databaseClock.environment }),
  })
  opened.defer(() => postgres.stop())
  await postgres.createDatabase('latchkey')
  const replica = options.replica ? await startSynchronousReplica(postgres) : undefined
  opened.defer(async () => replica?.stop())
  let primary = postgres
  const sink = await openSink({ servers: 2 })
  opened.defer(() => sink.close())
  const secret = randomBytes(32).toString('base64')
  const prepared = await Promise.all(
    sink.ports.map(async (smtpPort, nth) => {
      const database = await openWire(portIn(postgres.url('latchkey')))
      const mail = await openWire(smtpPort)
      const standby = replica && (await openWire(portIn(replica.url('latchkey'))))
      const wires = [database, mail, ...(standby ? [standby] : [])]
      opened.defer(async () => void (await Promise.all(wires.map((wire) => wire.close()))))
      const hosts = [database, ...(standby ? [standby] : [])].map(
        (wire) => `127.0.0.1:${wire.port}`,
      )
      const logFile = nth === 0 && logVolume ? join(logVolume.folder, 'server.log') : undefined
      const server = await prepareServer(
        { program, logFile },
        {
          DATABASE_URL: `postgres://postgres@${hosts.join()}/latchkey`,
          DATA_DIR: folder,
          LATCHKEY_SECRET: secret,
          SMTP_URL: `smtp://rig:${smtpPassword}@127.0.0.1:${mail.port}`,
          PUBLIC_URL: 'http://localhost:3000',
          RATE_LIMITS: 'off',
          LOG_LEVEL: 'debug',
          ...options.settings,
        },
      )
      opened.defer(async () => void (await server.kill('SIGKILL')))
      server.use(former)
      return { server, database, mail }
    }),
  )
  const servers = prepared.map((one) => one.server)
  const wires: { database: Wire; mail: Wire }[] = prepared
  // Together, so that they have to agree on which one migrates.
  await Promise.all(servers.map((server) => server.start()))
  const sql = await reconnecting(() => primary)
  opened.defer(() => sql.close())
  const people = await createPeople(sql.rows)
  const interruptions: Interruption[] = []
  let revocations = 0
  const closing = opened.move()
  open.add(closing)
  closing.defer(() => void open.delete(closing))
  return {
    program,
    folder,
    secret,
    volume,
    logVolume,
    databaseClock,
    postgres,
    sink,
    servers,
    wires,
    people,
    rows: sql.rows,
    driver: createDriver(servers),
    /** Kills the primary, and makes its standby the primary. */
    async failOver(): Promise<void> {
      if (!replica) throw new Error('The rig has no replica')
      interruptions.push({ from: Date.now(), until: Date.now() })
      postgres.signal('SIGKILL')
      await sleep(500)
      await replica.promote()
      primary = replica
    },
    /** Waits until a server is ready, and returns its index. */
    async readyServer(): Promise<number> {
      for (;;) {
        for (const [nth, server] of servers.entries()) if (await server.ready()) return nth
        await sleep(20)
      }
    },
    server(nth: number): RigServer {
      const server = servers[nth]
      if (!server) throw new Error(`There is no server ${nth}`)
      return server
    },
    /** Records that an email may be sent without being recorded: now, or until the returned function is called. */
    interrupted(): () => void {
      const interruption = { from: Date.now(), until: Date.now() }
      interruptions.push(interruption)
      return () => {
        interruption.until = Date.now()
      }
    },
    /** Includes every kill of a server. */
    interruptions(): Interruption[] {
      const kills = servers.flatMap(({ ends }) => ends.killedAt)
      return [...interruptions, ...kills.map((at) => ({ from: at, until: at }))]
    },
    /** Records that an operator voided every secret, which counts as a change of every account. */
    revoked: () => void revocations++,
    revocations: () => revocations,
    /** Neither database may be in use. */
    async copyDatabase(from: string, to: string): Promise<void> {
      await sql.close()
      await postgres.dropDatabase(to)
      await postgres.createDatabase(to, from)
    },
    /** Waits until both servers are ready, and returns the milliseconds it took. */
    async healthy(withinMs = 60_000): Promise<number> {
      const since = performance.now()
      while (!(await Promise.all(servers.map((server) => server.ready()))).every(Boolean)) {
        if (performance.now() - since > withinMs) return Number.POSITIVE_INFINITY
        await sleep(50)
      }
      return Math.round(performance.now() - since)
    },
    /** Makes the next attempt of every delayed message due now. */
    makeRetriesDue: () =>
      sql.rows('update outbox_job set due_at = now() where leased_at is null and claim > 0'),
    /** Waits until no job is waiting or active, and returns the milliseconds it took. */
    async settle(withinMs = 240_000): Promise<number> {
      const since = performance.now()
      for (;;) {
        const [left] = await sql.rows<{ jobs: number }>(
          'select count(*)::int as jobs from outbox_job',
        )
        if (left?.jobs === 0) return Math.round(performance.now() - since)
        if (performance.now() - since > withinMs) return Number.POSITIVE_INFINITY
        await sleep(200)
      }
    },
    /** Runs after everything else is closed. */
    atEnd: (cleanUp: () => void) => void cleanUps.push(cleanUp),
    close: () => closing.disposeAsync(),
  }
}

/** Queries the tables directly, not through a wire, and reconnects after an outage of PostgreSQL. */
async function reconnecting(primary: () => PostgresServer) {
  const open = () => openSqlClient(primary().url('latchkey'))
  let client = await open()
  return {
    async rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]> {
      try {
        return await client.rows<Row>(text, values)
      } catch (error) {
        // A wrong statement has a PostgreSQL error code; a lost connection has none.
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (/^\d[\dA-Z]{4}$/.test(code) && !code.startsWith('57')) throw error
        await client.close().catch(() => {})
        client = await open()
        return client.rows<Row>(text, values)
      }
    },
    close: () => client.close().catch(() => {}),
  }
}

async function startSynchronousReplica(primary: PostgresServer): Promise<Replica> {
  const replica = await primary.startReplica()
  const client = await openSqlClient(primary.url('postgres'))
  await client.rows(`alter system set synchronous_standby_names = '*'`)
  await client.rows('select pg_reload_conf()')
  await client.close()
  return replica
}

function portIn(url: string): number {
  return Number(new URL(url).port)
}
