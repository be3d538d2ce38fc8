import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPageFiles, type PageFile, type PageFiles } from './page-files.ts'
import { createStores } from './stores.ts'
import { ago, openTestEmbedded, openTestPostgres, type TestDatabase } from './testing/index.ts'

const DAY = 24 * 60

const fileOf = (name: string, text = name): PageFile => ({
  name,
  digest: Buffer.from(`digest of ${text}`),
  type: 'text/javascript; charset=utf-8',
  encoding: 'br',
  bytes: Buffer.from(text),
})

const databases = [
  ['PGlite', async () => ({ ...(await openTestEmbedded()), postgres: undefined })],
  [
    'PostgreSQL',
    async () => {
      const postgres = await openTestPostgres()
      return { ...(await postgres.fresh()), postgres }
    },
  ],
] as const

describe.each(databases)('files of the pages on %s', (_, openDatabase) => {
  let opened: TestDatabase & { postgres: Awaited<ReturnType<typeof openTestPostgres>> | undefined }
  let files: PageFiles
  beforeAll(async () => {
    opened = await openDatabase()
    files = createPageFiles(opened.database)
  })
  beforeEach(() => sql`truncate page_file`.execute(opened.database.kysely))
  afterAll(async () => {
    await opened.close()
    await opened.postgres?.close()
  })

  const age = (name: string, by: string) =>
    opened.database.kysely
      .updateTable('page_file')
      .set({ kept_until: ago(by) })
      .where('name', '=', name)
      .execute()

  test('are stored once, and kept for as long as somebody keeps them', async () => {
    const [first, second] = [fileOf('index-AAAAAAAA.js'), fileOf('verify-BBBBBBBB.js')]
    expect(await files.keep([first, second], DAY)).toEqual([first.name, second.name])
    await files.store(first, DAY)
    expect(await files.keep([first, second], DAY)).toEqual([second.name])
    expect(await files.names()).toEqual([first.name])
    const found = await files.find(first.name)
    expect(found).toMatchObject({ name: first.name, type: first.type, encoding: 'br' })
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe(first.name)
    expect(await files.find(second.name)).toBeUndefined()
  })

  test('with another digest count as not stored, and are stored anew', async () => {
    const name = 'index-AAAAAAAA.js'
    await files.store(fileOf(name, 'what somebody put there'), DAY)
    const ours = fileOf(name)
    expect(await files.keep([ours], DAY)).toEqual([name])
    await files.store(ours, DAY)
    expect(await files.keep([ours], DAY)).toEqual([])
    expect(Buffer.from((await files.find(name))?.bytes ?? []).toString()).toBe(name)
  })

  test('are gone when their time is over, and the purge removes them', async () => {
    const { recovery } = createStores(opened.database, { rateLimits: true })
    const [old, used] = [fileOf('old-AAAAAAAA.js'), fileOf('used-BBBBBBBB.js')]
    await files.store(old, DAY)
    await files.store(used, DAY)
    await age(old.name, '1 second')
    expect(await files.find(old.name)).toBeUndefined()
    expect(await files.names()).toEqual([used.name])
    expect((await recovery.purge()).pageFiles).toBe(1)
    // One that is in use again is found again.
    await age(used.name, '1 second')
    expect(await files.keep([used], DAY)).toEqual([])
    expect((await recovery.purge()).pageFiles).toBe(0)
    expect(await files.names()).toEqual([used.name])
  })

  test('are never more than so many bytes: the oldest go', async () => {
    for (const [i, name] of ['a', 'b', 'c'].entries()) {
      await files.store(fileOf(`${name}-AAAAAAAA.js`, 'x'.repeat(100)), DAY + i)
    }
    expect(await files.trim(300)).toBe(0)
    expect(await files.trim(299)).toBe(1)
    expect(await files.names()).toEqual(['c-AAAAAAAA.js', 'b-AAAAAAAA.js'])
    expect(await files.trim()).toBe(0)
  })
})
