import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type PostgresOptions,
  type PostgresServer,
  startPostgres,
} from '../../../packages/db/src/testing/postgres-server.ts'
import { openSqlClient } from '../../../packages/db/src/testing/sql-client.ts'
import { openWire, type Wire } from '../../../packages/db/src/testing/wire.ts'
import { openClock } from './clock.ts'
import { createDriver } from './driver.ts'
import { createPeople } from './people.ts'
import { type Environment, type Program, prepareServer, type RigServer } from './server.ts'
import { openSink } from './sink.ts'
import { openVolume } from './volume.ts'

export type RigOptions = {
  program?: Program
  settings?: Environment
  postgres?: PostgresOptions
  /** Gives PostgreSQL a volume of its own, of so many MiB. Needs root. */
  diskMib?: number
  /** Gives PostgreSQL a clock of its own. */
  databaseClock?: boolean
}

/** When a mail may have left without anybody knowing. */
export type Interruption = { from: number; until: number }

export type Rig = Awaited<ReturnType<typeof openRig>>

const open = new Set<AsyncDisposableStack>()

/** For a suite that is told to end: servers and databases would outlive it. */
export async function closeRigs(): Promise<void> {
  for (const rig of open) await rig.disposeAsync()
}

export const smtpPassword = 'rig-relay-credential'

/**
 * One PostgreSQL, two servers, one mail server, and a wire between each server and each of the two, so that a fault
 * can strike one server alone. Everything on loopback, on ports and in folders of its own.
 */
export async function openRig(options: RigOptions = {}) {
  await using opened = new AsyncDisposableStack()
  const program = options.program ?? 'built'
  const lastThings: (() => void)[] = []
  opened.defer(() => {
    for (const thing of lastThings) thing()
  })
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-rig-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const volume = options.diskMib === undefined ? undefined : openVolume(options.diskMib)
  opened.defer(() => volume?.remove())
  const databaseClock = options.databaseClock ? openClock() : undefined
  opened.defer(() => databaseClock?.remove())
  const postgres = await startPostgres({
    ...options.postgres,
    ...(volume && { under: volume.folder }),
    ...(databaseClock && { environment: databaseClock.environment }),
  })
  opened.defer(() => postgres.stop())
  await postgres.createDatabase('latchkey')
  const sink = await openSink({ doors: 2 })
  opened.defer(() => sink.close())
  const secret = randomBytes(32).toString('base64')
  const prepared = await Promise.all(
    sink.ports.map(async (smtpPort) => {
      const database = await openWire(portIn(postgres.url('latchkey')))
      const mail = await openWire(smtpPort)
      opened.defer(async () => void (await Promise.all([database.close(), mail.close()])))
      const server = await prepareServer(program, {
        DATABASE_URL: `postgres://postgres@127.0.0.1:${database.port}/latchkey`,
        DATA_DIR: folder,
        LATCHKEY_SECRET: secret,
        SMTP_URL: `smtp://rig:${smtpPassword}@127.0.0.1:${mail.port}`,
        PUBLIC_URL: 'http://localhost:3000',
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'debug',
        ...options.settings,
      })
      opened.defer(async () => void (await server.kill('SIGKILL')))
      return { server, database, mail }
    }),
  )
  const servers = prepared.map((one) => one.server)
  const wires: { database: Wire; mail: Wire }[] = prepared
  // Together: they agree who migrates.
  await Promise.all(servers.map((server) => server.start()))
  const sql = await reconnecting(postgres)
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
    databaseClock,
    postgres,
    sink,
    servers,
    wires,
    people,
    rows: sql.rows,
    driver: createDriver(servers),
    /** Which server takes calls; waits until one does. */
    async awake(): Promise<number> {
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
    /** A sender may have sent without being able to write it down: now, or until what is given back is called. */
    interrupted(): () => void {
      const interruption = { from: Date.now(), until: Date.now() }
      interruptions.push(interruption)
      return () => {
        interruption.until = Date.now()
      }
    },
    /** Every kill of a server included. */
    interruptions(): Interruption[] {
      const kills = servers.flatMap(({ ends }) => ends.killedAt)
      return [...interruptions, ...kills.map((at) => ({ from: at, until: at }))]
    },
    /** An operator voided every secret, which counts as a change of every account. */
    revoked: () => void revocations++,
    revocations: () => revocations,
    /** Nobody may use either of them. */
    async copyDatabase(from: string, to: string): Promise<void> {
      await sql.close()
      await postgres.dropDatabase(to)
      await postgres.createDatabase(to, from)
    },
    /** Resolves to the milliseconds until both servers can do their work. */
    async healthy(withinMs = 60_000): Promise<number> {
      const since = performance.now()
      while (!(await Promise.all(servers.map((server) => server.ready()))).every(Boolean)) {
        if (performance.now() - since > withinMs) return Number.POSITIVE_INFINITY
        await sleep(50)
      }
      return Math.round(performance.now() - since)
    },
    /** Time goes by for mails that wait: their next attempt is due. */
    hasten: () =>
      sql.rows('update outbox_job set due_at = now() where leased_at is null and claim > 0'),
    /** Resolves to the milliseconds until no job waits or runs. */
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
    /** Done when all else is closed. */
    atEnd: (thing: () => void) => void lastThings.push(thing),
    close: () => closing.disposeAsync(),
  }
}

/** Looks at the tables past the wires, and connects anew when PostgreSQL was away. */
async function reconnecting(postgres: PostgresServer) {
  const open = () => openSqlClient(postgres.url('latchkey'))
  let client = await open()
  return {
    async rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]> {
      try {
        return await client.rows<Row>(text, values)
      } catch (error) {
        // A statement that is wrong has a code of PostgreSQL's; a connection that is gone has none.
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

function portIn(url: string): number {
  return Number(new URL(url).port)
}
