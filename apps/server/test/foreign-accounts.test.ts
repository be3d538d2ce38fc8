import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  server = await testbed.start()
})
afterAll(() => testbed.close())

const password = 'quiet otters paint tall fences'
const bcrypt = '$2y$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO'

const addWithHash = (email: string, hash: string) =>
  runCommand(
    ['user', 'add', email, '--password-hash-stdin', '--json'],
    testbed.environment,
    `${hash}\n`,
  )
const signIn = async (email: string, password: string) =>
  (await call(server, 'session.signIn', { email, password })).status
const storedHash = async (email: string) => {
  const [row] = await testbed.rows(`select password_hash from account where email = '${email}'`)
  return String(row?.password_hash)
}

test('an account with an imported bcrypt hash gets an argon2id hash at its first sign-in', async () => {
  const added = await addWithHash('ada@example.com', bcrypt)
  expect(JSON.parse(added.output)).toMatchObject({ email: 'ada@example.com' })
  expect(await storedHash('ada@example.com')).toBe(bcrypt)

  expect(await signIn('ada@example.com', `${password}!`)).toBe(401)
  expect(await storedHash('ada@example.com')).toBe(bcrypt)
  expect(await signIn('ada@example.com', password)).toBe(200)
  expect(await storedHash('ada@example.com')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await signIn('ada@example.com', password)).toBe(200)
  expect(await signIn('ada@example.com', `${password}!`)).toBe(401)
})

test('a hash that could never be verified is refused at its import', async () => {
  const bomb = bcrypt.replace('$06$', '$28$')
  for (const [hash, problem] of [
    [bomb, 'its cost is above what a sign-in may take'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', 'nothing here can check it'],
    ['', 'nothing here can check it'],
  ] as const) {
    const { code, output, errors } = await addWithHash('grace@example.com', hash)
    expect(code).toBe(1)
    expect(JSON.parse(output)).toEqual({
      status: 'failed',
      error: expect.stringContaining(problem),
    })
    expect(errors).toContain(problem)
    if (hash !== '') expect(errors + output).not.toContain(hash)
  }
  expect(await testbed.rows("select 1 from account where email = 'grace@example.com'")).toEqual([])
})

test('an unusable hash that came in another way answers like a wrong password, and is logged', async () => {
  await testbed.addAccount('joan@example.com')
  const bomb = bcrypt.replace('$06$', '$28$')
  await testbed.rows(
    `update account set password_hash = '${bomb}' where email = 'joan@example.com' returning 1`,
  )
  expect(await signIn('joan@example.com', password)).toBe(401)
  await expect.poll(() => server.output()).toContain('account.hash-unfit')
  expect(server.output()).not.toContain(bomb)
})
