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

describe.each(emptyDatabases)('an empty %s', (_, openEmpty) => {
  test('is not up to date before it is migrated, and is afterwards', async () => {
    const database = await openEmpty()
    expect(await isUpToDate(database)).toBe(false)
    await migrate(database)
    expect(await isUpToDate(database)).toBe(true)
    await sql`delete from kysely_migration`.execute(database.kysely)
    expect(await isUpToDate(database)).toBe(false)
    await database.close()
  })
})

test('a database of a newer version is left to migrate, which rejects it', async () => {
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
