import { setTimeout as sleep } from 'node:timers/promises'
import { latchkeyEnvironment, latchkeyProgram, startLatchkey } from '../contenders.ts'
import { addLinks, fillLatchkey, fillPast, forgetJobs, known, tokenOf } from '../data.ts'
import { withClient } from '../postgres.ts'
import { run } from '../processes.ts'
import { type Call, runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { emailBodies } from './bodies.ts'
import { trpcRequest } from './request.ts'

const REQUESTS = 10_000
const RESETS = 500
const MIB = 2 ** 20
// A million requests a day are 12 per second; at its busiest hour perhaps five times as many.
const PEAK_RATE = 60
const database = 'latchkey_storage'

/** What requests and resets leave in the tables. */
export async function storage(world: World): Promise<void> {
  await fillLatchkey(world, database, world.flags.accounts)
  await sizes(world)
}

/** What it costs to remove them when their retention ends. */
export async function purge(world: World): Promise<void> {
  await fillLatchkey(world, database, world.flags.accounts)
  await purges(world)
}

const tables = [
  'recovery_request',
  'secret',
  'message',
  'audit_event',
  'limiter_bucket',
  'limiter_slice',
  'limiter_streak',
  'known_client',
  'outbox_job',
] as const

type Size = { rows: number; heap: number; indexes: number }

/** Disk per request and per reset, with limits on and every caller in a network of its own. */
async function sizes(world: World): Promise<void> {
  const latchkey = await startLatchkey(world, {
    database,
    settings: {
      RATE_LIMITS: 'on',
      LIMIT_REQUESTS_IN_ALL: '1000000/1m',
      TRUST_PROXY: '127.0.0.1',
    },
  })
  const [url = ''] = latchkey.urls
  const before = await sizesNow(world)
  await each(REQUESTS, (i) => post(`${url}/trpc/recovery.request`, i, { email: known(i) }))
  await untilNoJobs(world)
  const requested = await sizesNow(world)
  record(world, { what: 'request', of: REQUESTS, before, after: requested })

  await addLinks(world, database, { from: 0, count: RESETS, accounts: world.flags.accounts })
  const linked = await sizesNow(world)
  await each(RESETS, (i) =>
    post(`${url}/trpc/recovery.reset`, i, {
      token: tokenOf(i),
      newPassword: `a new password, number ${i}`,
    }),
  )
  await untilNoJobs(world)
  record(world, { what: 'reset', of: RESETS, before: linked, after: await sizesNow(world) })
  await latchkey.stop()
}

type Growth = {
  what: string
  of: number
  before: Map<string, Size>
  after: Map<string, Size>
}

function record(world: World, { what, of, before, after }: Growth): void {
  const grown = (table: string, field: keyof Size) =>
    ((after.get(table)?.[field] ?? 0) - (before.get(table)?.[field] ?? 0)) / of
  for (const table of tables) {
    world.record.add(`storage: a ${what}`, table, {
      rows: grown(table, 'rows'),
      bytes: grown(table, 'heap'),
      indexBytes: grown(table, 'indexes'),
    })
  }
}

/** Fills the tables with requests whose retention has ended, and purges them; twice, to see whether space is used again. */
async function purges(world: World): Promise<void> {
  const { grown: requests } = world.flags
  const latchkey = await startLatchkey(world, { database, worker: false })
  const call: Call = { ...trpcRequest(emailBodies(world, 'known')), rate: PEAK_RATE }
  await warmUp(world, latchkey, call)
  /** Loads the server until `act` ends. */
  const loadWhile = async (act: Promise<number>) => {
    let isRunning = true
    const removed = act.finally(() => {
      isRunning = false
    })
    let p99ms = 0
    while (isRunning) {
      const sample = await runLoad(world, latchkey, { ...call, seconds: 5 })
      p99ms = Math.max(p99ms, sample.p99ms ?? 0)
    }
    return { removed: await removed, p99ms }
  }
  for (const time of ['first', 'second']) {
    const filling = performance.now()
    await fillPast(world, database, requests)
    const filledSeconds = (performance.now() - filling) / 1_000
    const full = await totalBytes(world)
    const quiet = await runLoad(world, latchkey, { ...call, seconds: 20 })
    const cost = await purged(world, () => loadWhile(purgeOnce(world)))
    await forgetJobs(world, database)
    world.record.add('purge', `${requests} requests, the ${time} time`, {
      ...cost,
      p99msBefore: quiet.p99ms ?? 0,
      filledSeconds,
      fullMiB: full / MIB,
      emptyMiB: (await totalBytes(world)) / MIB,
    })
  }
  await latchkey.stop()
}

/** What a purge costs, and the vacuum that follows. */
async function purged(world: World, act: () => Promise<{ removed: number; p99ms: number }>) {
  const [from] = await query<{ lsn: string }>(world, 'select pg_current_wal_lsn()::text as lsn')
  const startedAt = performance.now()
  const { removed, p99ms } = await act()
  const seconds = (performance.now() - startedAt) / 1_000
  const [wal] = await query<{ bytes: string }>(
    world,
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '${from?.lsn}')::text as bytes`,
  )
  const vacuuming = performance.now()
  await world.postgres.sql(database, ...tables.map((table) => `vacuum analyze latchkey.${table}`))
  return {
    removed,
    seconds,
    rate: removed / seconds,
    walMiB: Number(wal?.bytes) / MIB,
    p99ms,
    vacuumSeconds: (performance.now() - vacuuming) / 1_000,
  }
}

/** `latchkey purge`, as the worker does it every ten minutes. Resolves with the number of rows that it removed. */
async function purgeOnce(world: World): Promise<number> {
  const environment = latchkeyEnvironment(world, 0, { database })
  const counts: Record<string, number> = JSON.parse(
    await run([latchkeyProgram, 'purge', '--json'], environment),
  )
  const { expiredUnused: _, ...removed } = counts
  return Object.values(removed).reduce((sum, count) => sum + count, 0)
}

async function post(url: string, caller: number, body: object): Promise<void> {
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`,
      },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (response.ok) return
    // More hashes than the machine can do.
    if (response.status !== 503) throw new Error(`${url}: ${response.status} ${text}`)
    await sleep(Number(response.headers.get('retry-after')) * 1_000)
  }
}

async function each(count: number, act: (i: number) => Promise<void>): Promise<void> {
  let next = 0
  const runner = async () => {
    while (next < count) await act(next++)
  }
  await Promise.all(Array.from({ length: 8 }, runner))
}

async function untilNoJobs(world: World): Promise<void> {
  for (;;) {
    const [left] = await query<{ jobs: number }>(
      world,
      'select count(*)::int as jobs from latchkey.outbox_job',
    )
    if (left?.jobs === 0) return
    await sleep(200)
  }
}

async function sizesNow(world: World): Promise<Map<string, Size>> {
  const found = new Map<string, Size>()
  for (const table of tables) {
    const name = `latchkey.${table}`
    await world.postgres.sql(database, `vacuum ${name}`)
    const [size] = await query<{ rows: number; heap: string; indexes: string }>(
      world,
      `select (select count(*)::int from ${name}) as rows, pg_table_size('${name}')::text as heap,
         pg_indexes_size('${name}')::text as indexes`,
    )
    found.set(table, {
      rows: size?.rows ?? 0,
      heap: Number(size?.heap),
      indexes: Number(size?.indexes),
    })
  }
  return found
}

async function totalBytes(world: World): Promise<number> {
  const total = tables.map((table) => `pg_total_relation_size('latchkey.${table}')`).join(' + ')
  const [size] = await query<{ bytes: string }>(world, `select (${total})::text as bytes`)
  return Number(size?.bytes)
}

function query<Row extends object>(world: World, text: string): Promise<Row[]> {
  return withClient(world.postgres.url(database), async (client) => {
    const { rows } = await client.query<Row>(text)
    return rows
  })
}
