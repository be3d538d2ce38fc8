import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  openTestPostgres,
  type PgBouncerOptions,
  pgbouncerPath,
  startPgBouncer,
  withoutPgBouncer,
} from '../testing/index.ts'
import { detectPooler } from './pooler.ts'
import { DatabaseSetupError } from './setup-error.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let url: string
const open: { close(): Promise<unknown> }[] = []
beforeAll(async () => {
  postgres = await openTestPostgres()
  url = await postgres.empty()
})
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})
afterAll(() => postgres.close())

const connectTo = (address: string, query_timeout: number) => async () => {
  const client = new pg.Client({ connectionString: address, query_timeout })
  client.on('error', () => {})
  await client.connect()
  open.push({ close: () => client.end() })
  return client
}

/** What is detected through a PgBouncer. */
async function throughPgBouncer(options: Omit<PgBouncerOptions, 'url'>, queryTimeout = 120_000) {
  const pgbouncer = await startPgBouncer({ url, ...options })
  open.push({ close: pgbouncer.stop })
  const connect = connectTo(pgbouncer.through(url), queryTimeout)
  return { connect, detect: async () => detectPooler(await connect(), connect) }
}

test('PostgreSQL itself has none', async () => {
  const connect = connectTo(url, 120_000)
  expect(await detectPooler(await connect(), connect)).toBe('none')
})

test(pgbouncerPath ? `PgBouncer is ${pgbouncerPath}` : 'PgBouncer is not installed', () => {
  if (withoutPgBouncer) console.info('Tests behind PgBouncer are skipped: it is not installed.')
})

describe.skipIf(withoutPgBouncer)('behind PgBouncer', () => {
  test.each(['session', 'transaction'] as const)('its mode is detected: %s', async (mode) => {
    const { detect } = await throughPgBouncer({ mode })
    expect(await detect()).toBe(mode)
  })

  test.each([1, 2, 3, 6])(
    'transaction mode is detected when %i connections to PostgreSQL take turns',
    async (serverConnections) => {
      const settings = ['server_round_robin = 1']
      const { connect, detect } = await throughPgBouncer({
        mode: 'transaction',
        serverConnections,
        settings,
      })
      // Opens all of them: each works for another client at the same time.
      const others = await Promise.all(Array.from({ length: serverConnections }, connect))
      await Promise.all(others.map((other) => other.query('begin')))
      await Promise.all(others.map((other) => other.query('rollback')))
      for (let turn = 0; turn < 3; turn++) expect(await detect()).toBe('transaction')
    },
  )

  test.each(['session', 'transaction'] as const)(
    '%s mode is detected while others are at work',
    async (mode) => {
      const { connect, detect } = await throughPgBouncer({ mode, serverConnections: 30 })
      const others = await Promise.all(Array.from({ length: 6 }, connect))
      let busy = true
      const work = others.map(async (other) => {
        while (busy) await other.query('select 1')
      })
      const detected = await Promise.all(Array.from({ length: 3 }, detect))
      busy = false
      await Promise.all(work)
      expect(detected).toEqual([mode, mode, mode])
    },
  )

  test('transaction mode is detected with a single connection to PostgreSQL', async () => {
    const { detect } = await throughPgBouncer({ mode: 'transaction', serverConnections: 1 })
    expect(await detect()).toBe('transaction')
  })

  test('the operator has to name the mode when a second connection is not served', async () => {
    const { detect } = await throughPgBouncer({ mode: 'session', serverConnections: 1 }, 4_000)
    const detected = detect()
    await expect(detected).rejects.toThrow(DatabaseSetupError)
    await expect(detected).rejects.toThrow(/DATABASE_POOLER=session or DATABASE_POOLER=transaction/)
  })

  test('statement mode is refused', async () => {
    const { detect } = await throughPgBouncer({ mode: 'statement' })
    await expect(detect()).rejects.toThrow(/statement mode, which allows no transactions/)
  })
})
