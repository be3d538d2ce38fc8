import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parseEmailAddress } from '@latchkey/core'
import {
  type AccountMap,
  checkAccounts,
  migrate,
  openPostgres,
  readAccountMap,
  useAccounts,
} from '@latchkey/db'
import { createMappedHasher, loadFastEngine, writerFor } from '@latchkey/server/parts/passwords'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trialResults } from '../../src/doctor/trial-results.ts'
import { type Applications, asRole, openApplications } from './application-tables.ts'

/* The SQL of the role, run by psql as an operator would run it. */

const run = promisify(execFile)

let applications: Applications
let folder: string

beforeAll(async () => {
  applications = await openApplications()
  folder = mkdtempSync(join(tmpdir(), 'latchkey-role-'))
  const { rows } = await applications.application('')
  await rows('create role owner_of_app login createrole')
  await rows('create role somebody_else login createrole')
})
afterAll(async () => {
  await applications.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Never left out in CI: there, it fails. */
const withoutPsql = !isInstalled('psql') && !process.env.CI

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'])
    return true
  } catch {
    return false
  }
}

async function psql(url: string, sql: string, ...args: string[]) {
  const file = join(folder, 'latchkey-role.sql')
  writeFileSync(file, sql)
  const { PGOPTIONS: _, ...env } = process.env
  return run('psql', [url, '-X', '-f', file, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error) => ({ code: Number(error.code), said: `${error.stdout}${error.stderr}` }),
  )
}

const argon2 = await loadFastEngine()

/** What the role finds: of the checks, and of a whole reset that is rolled back. */
async function tryRole(url: string, said: unknown, address: string) {
  const read = readAccountMap(said)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const map: AccountMap = read.map
  const made = writerFor(map.password, { argon2 })
  if (!made.ok) throw new Error(made.problems.join('\n'))
  const database = openPostgres({ url, role: 'migration', maxConnections: 2 })
  try {
    await migrate(database)
    const findings = await checkAccounts(database, map, { lengths: made.writer.lengths })
    const mapped = await useAccounts(database, map)
    const hasher = createMappedHasher(argon2, made.writer)
    const email = parseEmailAddress(address)
    if (!email) throw new Error(`${address} is no address`)
    return {
      problems: findings.filter(({ severity }) => severity === 'problem'),
      trial: await trialResults(mapped, hasher, email),
    }
  } finally {
    await database.close()
  }
}

const shapes = [
  'prisma-nest',
  'mastodon-like',
  'lucia-keys',
  'auth-schema',
  'citext-elsewhere',
  'hasura-like',
  'quoted-names',
  'row-security',
  'status-in-text',
  'partitioned',
  'auth-methods',
] as const

describe.skipIf(withoutPsql)('the role', () => {
  test.each(shapes.map((name, n) => [name, n] as const))(
    '%s: can do what a reset needs and no more, also after a second run',
    async (name, n) => {
      const role = `latchkey_${n}`
      const isOwner = n % 2 === 0
      const app = await applications.named(name, isOwner ? { owner: 'owner_of_app' } : {})
      const url = isOwner ? asRole(app.url, 'owner_of_app') : app.url
      const { map, role: sql = '', refused } = await app.adopt({ url, role })
      expect(refused).toBeUndefined()
      const first = await psql(url, sql)
      expect(first).toEqual({
        code: 0,
        said: expect.stringContaining(`Give the role a password, if it has none yet`),
      })
      const second = await psql(url, sql, '-v', 'pw=it\'s a "long" one')
      expect(second.code).toBe(0)
      expect(second.said).not.toContain('Give the role a password, if it has none yet')
      expect(
        await app.rows(
          `select rolpassword is not null as is_set from pg_authid where rolname = '${role}'`,
        ),
      ).toEqual([{ is_set: true }])
      const { problems, trial } = await tryRole(asRole(app.url, role), map, 'ada@people.test')
      expect(problems).toEqual([])
      expect(trial.map(({ result, says }) => `${result}: ${says}`)).toEqual([
        expect.stringMatching(/^ok: A reset of user .+ would change .+\. It was rolled back\.$/),
        'ok: The password that was written was read back, and matches.',
      ])
    },
  )

  test('a trigger that needs other rights is named, and works as its owner', async () => {
    const app = await applications.named('view-over-users')
    const { map, role = '', report } = await app.adopt({ role: 'latchkey_trigger' })
    expect(report?.advice.join()).toContain('SECURITY DEFINER')
    await psql(app.url, role)
    const url = asRole(app.url, 'latchkey_trigger')
    await expect(tryRole(url, map, 'ada@people.test')).rejects.toThrow('tbl_user_history')
    await app.rows('alter function keep_history() security definer set search_path = public')
    const { trial } = await tryRole(url, map, 'ada@people.test')
    expect(trial.map(({ result }) => result)).toEqual(['ok', 'ok'])
  })

  test('who does not own the tables changes nothing, and is told', async () => {
    const app = await applications.named('prisma-nest', { owner: 'owner_of_app' })
    const { role: sql = '' } = await app.adopt({ role: 'latchkey_not' })
    const { code, said } = await psql(asRole(app.url, 'somebody_else'), sql, '-v', 'pw=x')
    expect(code).not.toBe(0)
    expect(said).toMatch(/permission denied|must be owner/)
    expect(await app.rows("select 1 from pg_roles where rolname = 'latchkey_not'")).toEqual([])
    expect(await app.rows("select 1 from pg_namespace where nspname = 'latchkey'")).toEqual([])
  })

  test('rights that a map no longer needs are taken back', async () => {
    const app = await applications.named('must-stay')
    const { role: sql = '' } = await app.adopt({ role: 'latchkey_less' })
    await psql(app.url, sql)
    await app.rows('grant select, insert on public.users to latchkey_less')
    expect((await psql(app.url, sql)).code).toBe(0)
    expect(
      await app.rows(
        "select has_table_privilege('latchkey_less', 'public.users', 'select') as may_read, has_table_privilege('latchkey_less', 'public.users', 'insert') as may_insert",
      ),
    ).toEqual([{ may_read: false, may_insert: false }])
  })
})
