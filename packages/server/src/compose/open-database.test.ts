import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '@latchkey/core'
import { freePort, openTestPostgres, openWire } from '@latchkey/db/testing'
import { expect, test } from 'vitest'
import { openDatabase, reachDatabase } from './open-database.ts'
import { serverConfig } from './testing/server-config.ts'

async function opened(url: string) {
  const log = { warn() {} }
  return openDatabase(serverConfig({ databaseUrl: url }), 'web', log)
}

test('a start waits for a database that answers after a connection has timed out', async () => {
  const postgres = await openTestPostgres()
  const url = new URL((await postgres.fresh()).url ?? '')
  const wire = await openWire(Number(url.port))
  url.port = String(wire.port)
  wire.freeze()
  const database = await opened(url.href)
  const reached = reachDatabase(database).then(() => 'reached')
  expect(await Promise.race([reached, sleep(2_500, 'waiting')])).toBe('waiting')
  wire.thaw()
  expect(await reached).toBe('reached')
  await database.close()
  await wire.close()
  await postgres.close()
})

test('a database that refuses the connection fails the start, without another try', async () => {
  const database = await opened(`postgres://127.0.0.1:${await freePort()}/app`)
  let pings = 0
  const counted = {
    ...database,
    ping() {
      pings += 1
      return database.ping()
    },
  }
  await expect(reachDatabase(counted)).rejects.toThrow(Unavailable)
  expect(pings).toBe(1)
  await database.close()
})
