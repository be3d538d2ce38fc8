import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Unavailable } from '@latchkey/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { createStores } from '../stores.ts'
import { emptyCluster } from '../testing/empty-cluster.ts'
import { openTestEmbedded } from '../testing/index.ts'
import type { Database } from './database.ts'
import { asDatabase, openEmbedded } from './embedded.ts'
import { EMBEDDED_MAJOR } from './embedded-problem.ts'
import { FolderInUse } from './folder-lock.ts'
import { DatabaseSetupError } from './setup-error.ts'

const holdFolder = join(import.meta.dirname, '..', 'testing', 'hold-folder.ts')

describe('the data folder', () => {
  let root: string
  let folder: string
  const children: ChildProcess[] = []
  const databases: Database[] = []
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'latchkey-data-'))
    folder = join(root, 'data')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    for (const database of databases.splice(0)) await database.close()
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  async function open(): Promise<Database> {
    const database = await openEmbedded(folder)
    databases.push(database)
    return database
  }

  /** Another process on the same folder; resolves when it has it, or has ended. */
  async function another() {
    const child = spawn(process.execPath, ['--conditions=latchkey-source', holdFolder, folder])
    children.push(child)
    let errors = ''
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    const ended = once(child, 'close')
    await Promise.race([once(child.stdout, 'data'), ended])
    return { child, ended, exitCode: () => child.exitCode, errors: () => errors }
  }

  const emails = async ({ kysely }: Database) =>
    (await kysely.selectFrom('account').select('email').execute()).map(({ email }) => email)

  const inUse = (name: string) =>
    `The data folder ${name} is in use by another Latchkey process. Stop that one first, or give this one a folder of its own with DATA_DIR (in a program of yours: database.embedded).`

  test('has one opener: a second is refused in a sentence, in this process or another', async () => {
    const first = await open()
    await migrate(first)
    expect(statSync(folder).mode & 0o777).toBe(0o700)

    const second = await another()
    expect(second.exitCode()).toBe(1)
    expect(second.errors()).toBe(`FolderInUse: ${inUse(folder)}\n`)
    await expect(openEmbedded(folder)).rejects.toThrow(FolderInUse)
    expect(await emails(first)).toEqual([])

    await first.close()
    await first.close()
    expect(await emails(await open())).toEqual([])
  })

  test('opens at once when the process that held it was killed, with its data', async () => {
    const holder = await another()
    expect(holder.errors()).toBe('')
    const refused = openEmbedded(folder)
    await expect(refused).rejects.toThrow(FolderInUse)
    await expect(refused).rejects.toThrow(inUse(folder))

    holder.child.kill('SIGKILL')
    await holder.ended
    const database = await open()
    expect(await emails(database)).toEqual(['ada@example.test'])
    expect(await migrate(database)).toEqual({ applied: [] })
  })
})

describe('the embedded database', () => {
  test('answers until it is closed, and is then unavailable', async () => {
    const { database } = await openTestEmbedded()
    const { accounts } = createStores(database, { rateLimits: true })
    await database.ping()
    expect(await accounts.list()).toEqual([])

    await database.close()
    await expect(database.ping()).rejects.toThrow(Unavailable)
    await expect(accounts.list()).rejects.toThrow(Unavailable)
  })

  test('has its tables in a schema of its own, the one that is named', async () => {
    const pglite = await PGlite.create({ loadDataDir: await emptyCluster() })
    const database = await asDatabase(pglite, { schema: 'recovery' })
    await migrate(database)
    const { rows } = await pglite.query(`select distinct schemaname from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`)
    expect(rows).toEqual([{ schemaname: 'recovery' }])
    expect(await database.kysely.selectFrom('account').selectAll().execute()).toEqual([])
    await database.close()
  })
})

describe('a folder in which it cannot be opened is explained', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'latchkey-bad-data-'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  async function saidAt(folder: string): Promise<string> {
    const error: unknown = await openEmbedded(folder).then(
      (database) => database.close(),
      (reason) => reason,
    )
    expect(error).toBeInstanceOf(DatabaseSetupError)
    return error instanceof Error ? error.message : ''
  }

  test('it is a file, or in a file', async () => {
    const file = join(root, 'file')
    writeFileSync(file, '')
    expect(await saidAt(file)).toContain(`${file} is a file. DATA_DIR must name a folder.`)
    expect(await saidAt(join(file, 'database'))).toContain(`${file} is a file.`)
  })

  test('it was made by another version, or is damaged; put back, nothing is lost', async () => {
    const folder = join(root, 'data')
    const first = await openEmbedded(folder)
    await migrate(first)
    await first.close()
    const version = join(folder, 'pg', 'PG_VERSION')
    expect(readFileSync(version, 'utf8').trim()).toBe(EMBEDDED_MAJOR)

    writeFileSync(version, '15\n')
    expect(await saidAt(folder)).toMatch(
      /with PostgreSQL 15, and this one has PostgreSQL 18\. Keep/,
    )
    writeFileSync(version, '')
    expect(await saidAt(folder)).toContain('its file pg/PG_VERSION is damaged. Keep a copy')
    writeFileSync(version, `${EMBEDDED_MAJOR}\n`)
    const control = join(folder, 'pg', 'global', 'pg_control')
    renameSync(control, `${control}.away`)
    expect(await saidAt(folder)).toContain('its files are damaged or incomplete')
    renameSync(`${control}.away`, control)

    const again = await openEmbedded(folder)
    expect(await migrate(again)).toEqual({ applied: [] })
    await again.close()
  })
})
