import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { createStores } from '../stores.ts'
import {
  newRequest,
  openSqlClient,
  type PostgresServer,
  type Replica,
  startPostgres,
} from '../testing/index.ts'
import type { Database } from './database.ts'
import { addressesOfHosts, withHostsOf } from './hosts.ts'
import { openPostgres } from './postgres.ts'

const hostOf = (server: PostgresServer) => new URL(server.url('latchkey')).host

describe('a primary and its standby', () => {
  let primary: PostgresServer
  let standby: Replica
  let url: string
  let database: Database

  const open = (address = url) =>
    openPostgres({ url: address, role: 'web', maxConnections: 4, pooler: 'none' })
  const portOf = async ({ kysely }: Database) => {
    const { rows } = await sql<{ port: number }>`select inet_server_port() as port`.execute(kysely)
    return rows[0]?.port
  }
  const portIn = (server: PostgresServer) => Number(new URL(server.url('latchkey')).port)

  beforeAll(async () => {
    primary = await startPostgres()
    await primary.createDatabase('latchkey')
    const owner = openPostgres({
      url: primary.url('latchkey'),
      role: 'migration',
      maxConnections: 2,
    })
    await migrate(owner)
    await owner.close()
    standby = await primary.startReplica()
    const client = await openSqlClient(primary.url('latchkey'))
    await client.rows(`alter system set synchronous_standby_names = '*'`)
    await client.rows('select pg_reload_conf()')
    await client.close()
    // The standby first: the order of the address does not matter.
    url = `postgres://postgres@${hostOf(standby)},${hostOf(primary)}/latchkey`
    database = open()
  })

  afterAll(async () => {
    await database?.close()
    await standby?.stop()
    await primary?.stop()
  })

  test('the server that accepts writes is used, wherever it stands in the address', async () => {
    expect(await portOf(database)).toBe(portIn(primary))
  })

  test('an address with a standby alone says so', async () => {
    const both = open(`postgres://postgres@${hostOf(standby)},127.0.0.1:1/latchkey`)
    const failed = await both.ping().catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(Unavailable)
    expect((failed as Unavailable).cause).toMatchObject({
      message: expect.stringMatching(
        /none of the servers accepts writes: .* is a standby, 127\.0\.0\.1:1 does not answer/,
      ),
    })
    await both.close()
  })

  test('the primary is killed under load and the standby promoted: nothing that was accepted is lost', async () => {
    const { recovery } = createStores(database, { rateLimits: false })
    const accepted: string[] = []
    let isOver = false
    const load = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const request = newRequest()
        await recovery.openRequest(request).then(
          () => accepted.push(request.id),
          (error: unknown) => {
            expect(error).toBeInstanceOf(Unavailable)
            return sleep(20)
          },
        )
      }
    })
    await expect.poll(() => accepted.length).toBeGreaterThan(50)
    primary.signal('SIGKILL')
    const before = accepted.length
    await sleep(300)
    await standby.promote()
    await expect.poll(() => accepted.length).toBeGreaterThan(before + 50)
    isOver = true
    await Promise.all(load)

    expect(await portOf(database)).toBe(portIn(standby))
    const kept = await database.kysely.selectFrom('recovery_request').select('id').execute()
    const ids = new Set(kept.map(({ id }) => id))
    expect(accepted.filter((id) => !ids.has(id))).toEqual([])
  })

  test('an old primary that comes back is not used, by old and new processes', async () => {
    await primary.start()
    expect(await portOf(database)).toBe(portIn(standby))
    const fresh = open(`postgres://postgres@${hostOf(primary)},${hostOf(standby)}/latchkey`)
    expect(await portOf(fresh)).toBe(portIn(standby))
    await fresh.close()
  })
})

test.each([
  ['postgres://ada:pw@one:5432/app', ['postgres://ada:pw@one:5432/app']],
  [
    'postgresql://ada@one:5432,two:5433,three/app?sslmode=disable',
    [
      'postgresql://ada@one:5432/app?sslmode=disable',
      'postgresql://ada@two:5433/app?sslmode=disable',
      'postgresql://ada@three/app?sslmode=disable',
    ],
  ],
  [
    'postgres://ada:a%2Cb@[::1]:1,[fe80::2]:2/app',
    ['postgres://ada:a%2Cb@[::1]:1/app', 'postgres://ada:a%2Cb@[fe80::2]:2/app'],
  ],
  ['postgres://ada:a,b@one/app', ['postgres://ada:a,b@one/app']],
  ['no address', ['no address']],
])('the servers of %s', (address, expected) => {
  const [first, ...others] = addressesOfHosts(address)
  expect([first, ...others]).toEqual(expected)
  if (others.length > 0) expect(withHostsOf(address, first)).toBe(address)
})
