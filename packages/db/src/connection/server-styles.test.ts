import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { migrationNames } from '../schema-fit.ts'
import { createStores } from '../stores.ts'
import { newAddress, openSqlClient, openTestPostgres } from '../testing/index.ts'
import { openPostgres } from './postgres.ts'

test.each(['German', 'SQL, DMY', 'Postgres, MDY', 'ISO, DMY'])(
  'a database with dates in the style %s and old strings is migrated, and gives dates',
  async (style) => {
    const postgres = await openTestPostgres()
    onTestFinished(() => postgres.close())
    const url = await postgres.empty()
    const name = new URL(url).pathname.slice(1)
    const outside = await openSqlClient(url)
    await outside.rows(`alter database ${name} set datestyle = '${style}'`)
    await outside.rows(`alter database ${name} set standard_conforming_strings = off`)
    await outside.close()

    const database = openPostgres({ url, role: 'worker', maxConnections: 2 })
    onTestFinished(() => database.close())
    expect(await migrate(database)).toEqual({ applied: migrationNames })
    const { accounts } = createStores(database, { rateLimits: true })
    const account = { id: crypto.randomUUID(), address: newAddress() }
    await accounts.add({ ...account, passwordHash: 'hash', locale: undefined })
    expect(await accounts.list()).toMatchObject([{ createdAt: expect.any(Date) }])
  },
)
