import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asDatabase } from './connection/embedded.ts'
import { openPostgres } from './connection/postgres.ts'
import { migrate } from './migrate.ts'
import { schemaFit } from './schema-fit.ts'
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

describe('a database that a newer version migrated', () => {
  const migratedBy = async (...newer: string[]) => {
    const url = await postgres.empty()
    const database = openPostgres({ url, role: 'migration', maxConnections: 3 })
    await migrate(database)
    for (const name of newer) {
      await sql`insert into kysely_migration values (${name}, now()::text)`.execute(database.kysely)
    }
    return database
  }

  test('is as good as our own while it has only more: a process of before may start again', async () => {
    const database = await migratedBy('9998-later', '9999-drop-old-after-0001')
    expect(await isUpToDate(database)).toBe(true)
    expect(await migrate(database)).toEqual({ applied: [] })
    await database.close()
  })

  test('is refused once it took away what a migration that we do not know made unnecessary', async () => {
    const database = await migratedBy('9998-later', '9999-drop-old-after-9998')
    expect(await isUpToDate(database)).toBe(false)
    expect(await schemaFit(database.kysely)).toEqual({
      pending: [],
      outgrownBy: ['9999-drop-old-after-9998'],
    })
    await expect(migrate(database)).rejects.toThrow(
      /^A newer version of Latchkey migrated this database \(9999-drop-old-after-9998\)/,
    )
    await database.close()
  })

  test('is refused when each of the two has migrations that the other lacks', async () => {
    const database = await migratedBy('9998-later')
    await sql`delete from kysely_migration where name = '0001-baseline'`.execute(database.kysely)
    expect(await isUpToDate(database)).toBe(false)
    await expect(migrate(database)).rejects.toThrow('9998-later')
    await database.close()
  })
})
