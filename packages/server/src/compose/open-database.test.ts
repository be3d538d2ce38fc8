import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '@latchkey/core'
import { createStores } from '@latchkey/db'
import {
  freePort,
  newRequest,
  openSqlClient,
  openTestPostgres,
  openWire,
} from '@latchkey/db/testing'
import { expect, test } from 'vitest'
import { migrateDatabase, openDatabase, prepareDatabase, reachDatabase } from './open-database.ts'
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

test('with MIGRATE=off a role that may create nothing waits for the owner, and then needs no more', async () => {
  const postgres = await openTestPostgres()
  const { url = '' } = await postgres.fresh()
  const log = { warn() {} }
  const databaseSchema = 'not_yet_there'
  const ownerConfig = serverConfig({ databaseUrl: url, databaseSchema })
  const owner = await openDatabase(ownerConfig, 'migration', log)
  const sql = await openSqlClient(url)
  const role = `runtime_${randomUUID().slice(0, 8)}`
  await sql.rows(`create role ${role} login`)
  const runtimeUrl = new URL(url)
  runtimeUrl.username = role
  const config = serverConfig({ databaseUrl: runtimeUrl.href, databaseSchema, migrates: false })
  const runtime = await openDatabase(config, 'web', log)

  await expect(prepareDatabase(config, runtime, log)).rejects.toThrow(
    /^The database is not up to date, and MIGRATE is off\. Run `latchkey migrate`/,
  )
  expect(await migrateDatabase(ownerConfig, owner, log)).not.toEqual([])
  await sql.rows(`grant usage on schema ${databaseSchema} to ${role};
    grant select, insert, update, delete on all tables in schema ${databaseSchema} to ${role};
    grant usage on all sequences in schema ${databaseSchema} to ${role}`)
  await prepareDatabase(config, runtime, log)
  await createStores(runtime, { rateLimits: false }).recovery.openRequest(newRequest())

  await runtime.close()
  await owner.close()
  await sql.rows(`drop owned by ${role}; drop role ${role}`)
  await sql.close()
  await postgres.close()
})
