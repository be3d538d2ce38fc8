import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openPostgres } from '@latchkey/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adoptCommand } from '../../src/cli/adopt.ts'
import { CommandFailed, type Terminal } from '../../src/cli/terminal.ts'
import { type Applications, asRole, keepsSilent, openApplications } from './application-tables.ts'

let applications: Applications
let folder: string

beforeAll(async () => {
  applications = await openApplications()
  folder = mkdtempSync(join(tmpdir(), 'latchkey-adopt-'))
})
afterAll(async () => {
  await applications.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The command, in a terminal where somebody gives these answers. Without any, nobody is there. */
async function adopt(url: string, args: string[] = [], answers: string[] = []) {
  const questions: string[] = []
  const printed: string[] = []
  const out = mkdtempSync(join(folder, 'out-'))
  const terminal: Terminal = {
    config: () => {
      throw new Error('adopt reads no settings')
    },
    operator: null,
    settings: () => [],
    input: () => process.stdin,
    print: (line) => void printed.push(line),
    readInput: () => Promise.resolve(''),
    question(text) {
      questions.push(text)
      return Promise.resolve(answers.shift())
    },
    say: () => undefined,
    welcome: () => undefined,
    onStop: () => undefined,
  }
  const given = ['--database-url', url, ...(args.includes('--out') ? [] : ['--out', out]), ...args]
  const failed = await adoptCommand(terminal)
    .parseAsync(given, { from: 'user' })
    .then(
      () => undefined,
      (error) => {
        if (error instanceof CommandFailed) return error.message
        throw error
      },
    )
  keepsSilent([...printed, ...questions, failed ?? ''].join('\n'))
  const files = readdirSync(out).sort()
  const map = files.includes('latchkey.accounts.json')
    ? JSON.parse(readFileSync(join(out, 'latchkey.accounts.json'), 'utf8'))
    : undefined
  return { printed: printed.join('\n'), questions, failed, out, files, map }
}

test('somebody answers: which table, a pepper, and each table of sessions that is in doubt', async () => {
  const { url } = await applications.named('two-kinds-of-people')
  const { questions, map, printed } = await adopt(url, [], ['3', '2', '', 'maybe', 'n'])
  expect(questions).toEqual([
    expect.stringContaining('1  admin.users, address in email, password in admin.users (password)'),
    expect.stringContaining('2  shop.users'),
    expect.stringContaining('pepper'),
    expect.stringMatching(/^shop\.sessions: .+ \[Y\/n\] $/),
    expect.stringMatching(/^shop\.sessions: .+ \[Y\/n\] $/),
  ])
  expect(map).toMatchObject({ users: { table: 'shop.users' }, sessions: [] })
  expect(printed).toContain('shop.sessions is left alone.')
  expect(printed).toContain('admin.users has addresses and passwords too')
})

test('mixed formats: somebody says which one the application writes', async () => {
  const { url } = await applications.named('dearer-since-then')
  const { questions, map } = await adopt(url, [], ['1', 'no'])
  expect(questions[0]).toContain('The newest is bcrypt, prefix 2b, cost 12.')
  expect(map.password).toMatchObject({ write: 'bcrypt', cost: 10 })
})

test('with questions and nobody to answer them, no file is written', async () => {
  const { url } = await applications.named('must-stay')
  expect(await adopt(url)).toMatchObject({
    failed: expect.stringContaining('nobody to answer them here'),
    files: [],
  })
})

test('two tables of people: --yes does not decide, --users does', async () => {
  const { url } = await applications.named('two-kinds-of-people')
  expect(await adopt(url, ['--yes'])).toMatchObject({
    failed:
      'Several tables could be the one of the users: admin.users, shop.users. Say which: --users admin.users',
    files: [],
  })
  const { map } = await adopt(url, ['--yes', '--users', 'admin.users'])
  expect(map).toMatchObject({
    users: { table: 'admin.users' },
    sessions: [{ delete: 'admin.sessions', by: 'user_id' }],
  })
  expect((await adopt(url, ['--yes', '--users', 'users'])).failed).toContain(
    'There is no table users in the database',
  )
  expect((await adopt(url, ['--yes', '--users', 'shop.sessions'])).failed).toContain(
    'shop.sessions',
  )
})

test('a view or a table without passwords is not the one of the users', async () => {
  const { url } = await applications.named('view-over-users')
  expect((await adopt(url, ['--yes', '--users', 'public.users'])).failed).toContain(
    'public.users is a view, and the table below it is looked at instead',
  )
})

test('a second run keeps what somebody edited, and a third one finds nothing to keep', async () => {
  const { url } = await applications.named('ktor-exposed')
  const { out } = await adopt(url, ['--yes'])
  const file = join(out, 'latchkey.accounts.json')
  const made = readFileSync(file, 'utf8')
  writeFileSync(file, 'edited')
  const second = await adopt(url, ['--yes', '--out', out])
  expect(second.printed).toContain(`What was there before is kept as ${file}.1.before`)
  expect(readFileSync(`${file}.1.before`, 'utf8')).toBe('edited')
  expect(readFileSync(file, 'utf8')).toBe(made)
  const third = await adopt(url, ['--yes', '--json', '--out', out])
  expect(JSON.parse(third.printed)).toMatchObject({ status: 'ok', kept: [] })
  expect(readdirSync(out).sort()).toEqual([
    'latchkey-role.sql',
    'latchkey.accounts.json',
    'latchkey.accounts.json.1.before',
  ])
})

test('a folder that cannot be written is named', async () => {
  const { url } = await applications.named('ktor-exposed')
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const { failed } = await adopt(url, ['--yes', '--out', join(file, 'below')])
  expect(failed).toMatch(/^The files could not be written to .+ Name a folder with --out\.$/)
})

test('what to do next names the role and the schema that were asked for', async () => {
  const { url } = await applications.named('ktor-exposed')
  const { printed } = await adopt(url, ['--yes', '--role', 'recovery', '--schema', 'recovery_own'])
  expect(printed).toContain('DATABASE_URL=postgres://recovery:<password>@<host>/<database>')
  expect(printed).toContain('DATABASE_SCHEMA=recovery_own')
})

test('nothing of it is in the output: neither an address nor a password, as JSON too', async () => {
  for (const name of ['shared-addresses', 'clear-text-and-some-bcrypt', 'lucia-keys']) {
    const { url } = await applications.named(name)
    expect((await adopt(url, ['--json'])).failed).toBeUndefined()
    expect((await adopt(url, ['--yes'])).failed).toBeUndefined()
  }
})

test('an empty database, and one that does not answer', async () => {
  const { url } = await applications.application('')
  expect((await adopt(url, ['--yes'])).failed).toMatch(
    /^The database \S+ has no table that the role/,
  )
  expect((await adopt('postgres://postgres@127.0.0.1:1/app', ['--yes'])).failed).toContain(
    'Is it running, and is --database-url correct?',
  )
})

test('the own tables of Latchkey are nobody’s', async () => {
  const { url } = await applications.named('ktor-exposed')
  const before = await adopt(url, ['--yes'])
  const database = openPostgres({ url, role: 'migration', maxConnections: 2 })
  await migrate(database).finally(() => database.close())
  expect((await adopt(url, ['--yes'])).map).toEqual(before.map)
})

test('a role that may not read is told what it cannot see', async () => {
  const { url, rows } = await applications.named('must-stay')
  await rows('drop role if exists reader')
  await rows('create role reader login')
  const as = asRole(url, 'reader')
  await rows('revoke usage on schema public from public')
  expect((await adopt(as, ['--yes'])).failed).toContain('has no table that the role reader can see')
  await rows('grant usage on schema public to reader')
  await rows('grant select (id, email) on users to reader')
  expect((await adopt(as, ['--yes'])).failed).toContain(
    'The role reader may not read the passwords in public.password_history, public.users',
  )
})

test('row-level security that hides everybody is not taken for an empty table', async () => {
  const { url, rows } = await applications.named('row-security')
  await rows('drop role if exists reader')
  await rows('create role reader login')
  await rows('grant usage on schema public to reader')
  await rows('grant select on users, refresh_tokens to reader')
  expect((await adopt(asRole(url, 'reader'), ['--yes'])).failed).toContain(
    'Row-level security hides the rows of public.users from the role reader',
  )
  await rows('drop owned by reader')
})

test('millions of users without an index for the address: written, and the index to make is told', async () => {
  const { url, rows } = await applications.named('shared-addresses')
  await rows("update pg_class set reltuples = 3000000, relpages = 1 where relname = 'users'")
  const { map, printed } = await adopt(url, ['--json'])
  expect(map.users).toMatchObject({ email: 'email' })
  expect(JSON.parse(printed).advice.join('\n')).toContain(
    'CREATE INDEX CONCURRENTLY ON "public"."users" (lower("email"));',
  )
})
