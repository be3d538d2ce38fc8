import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asDatabase } from './connection/embedded.ts'
import { openPostgres } from './connection/postgres.ts'
import { migrate } from './migrate.ts'
import { emptyCluster } from './testing/empty-cluster.ts'
import { openTestPostgres } from './testing/index.ts'
import { isUpToDate } from './up-to-date.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterAll(() => postgres.close())

const emptyDatabases = [
  ['PGlite', async () => asDatabase(await PGlite.create({ loadDataDir: await emptyCluster() }))],
  [
    'PostgreSQL',
    async () => openPostgres({ url: await postgres.empty(), role: 'migration', maxConnections: 3 }),
  ],
] as const

/** What somebody, or an older version, left otherwise than `migrate` leaves it, and what it mends. */
const otherwise = [
  sql`drop index queue.delivery_waiting`,
  sql`drop index queue.delivery_under_way`,
  sql`update queue.queue set retry_limit = retry_limit + 1 where name = 'delivery'`,
  sql`update queue.queue set retention_seconds = 1 where name = 'delivery'`,
  sql`update queue.queue set deletion_seconds = 1 where name = 'purge'`,
  sql`update queue.schedule set cron = '0 0 * * *'`,
  sql`delete from queue.schedule`,
]

describe.each(emptyDatabases)('an empty %s', (_, openEmpty) => {
  test('is not up to date, is after it was migrated, and no longer when something is otherwise', async () => {
    const database = await openEmpty()
    expect(await isUpToDate(database)).toBe(false)
    await migrate(database)
    expect(await isUpToDate(database)).toBe(true)

    for (const change of otherwise) {
      await change.execute(database.kysely)
      expect(await isUpToDate(database)).toBe(false)
      await migrate(database)
      expect(await isUpToDate(database)).toBe(true)
    }

    await sql`update queue.version set version = version - 1`.execute(database.kysely)
    expect(await isUpToDate(database)).toBe(false)
    await sql`update queue.version set version = version + 2`.execute(database.kysely)
    expect(await isUpToDate(database)).toBe(true)
    await database.close()
  })
})

test('a database of a newer version is left to migrate, which refuses it', async () => {
  const database = openPostgres({
    url: await postgres.empty(),
    role: 'migration',
    maxConnections: 3,
  })
  await migrate(database)
  await sql`insert into kysely_migration values ('9999-later', now()::text)`.execute(
    database.kysely,
  )
  expect(await isUpToDate(database)).toBe(false)
  await expect(migrate(database)).rejects.toThrow('9999-later')
  await database.close()
})
