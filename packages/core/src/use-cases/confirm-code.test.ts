import { describe, expect, test } from 'vitest'
import {
  addressOf,
  BREACHED_PASSWORD,
  clientAt,
  codeOf,
  NEW_PASSWORD,
  openTestbed,
  wrongCodeFor,
} from '../testing/index.ts'

const client = clientAt('198.51.100.7')
const email = 'ada@example.test'

async function holding() {
  const testbed = openTestbed()
  await testbed.addAccount(email)
  const { requestId, code } = await testbed.recoveryEmailFor(email)
  const confirm = (change: {
    code?: typeof code
    newPassword?: string
    target?: { requestId: string } | { address: ReturnType<typeof addressOf> }
  }) =>
    testbed.recovery.confirm(
      { target: { requestId }, code, newPassword: NEW_PASSWORD, ...change },
      client,
    )
  const tries = () => testbed.tables.requests.map((request) => request.tries)
  return { testbed, requestId, code, confirm, tries }
}

describe('a code and a password in one step', () => {
  test('change the password once, and the owner gets a notice', async () => {
    const { testbed, confirm } = await holding()
    expect(await confirm({})).toEqual({ status: 'changed' })
    expect(await confirm({})).toEqual({ status: 'refused', reason: 'wrong' })
    await testbed.deliverAll()
    expect(testbed.notices()).toHaveLength(1)
    expect((await testbed.signIn(email, NEW_PASSWORD)).status).toBe('signed-in')
  })

  test.each(['short', 'password1', 'a\0aaaaaaaaa', email, BREACHED_PASSWORD])(
    'with the password %j are refused, and the code stays valid',
    async (newPassword) => {
      const { testbed, confirm, tries } = await holding()
      for (let n = 0; n < 7; n += 1) {
        expect(await confirm({ newPassword })).toMatchObject({ reason: 'password-rejected' })
      }
      expect(tries()).toEqual([0])
      expect(testbed.hasher.work.hashed).toBe(0)
      expect(await confirm({})).toEqual({ status: 'changed' })
    },
  )

  test('hash what was typed, where the application does', async () => {
    const { testbed, confirm } = await holding()
    testbed.policy.password.normalise = 'none'
    const newPassword = 'café résumé naïve'.normalize('NFD')
    await confirm({ newPassword })
    expect(testbed.accountOf(email).passwordHash).toBe(`new:${newPassword}`)
  })

  test('are charged a guess before the code is compared, and the sixth is refused', async () => {
    const { code, confirm, tries } = await holding()
    for (let n = 1; n <= 5; n += 1) {
      expect(await confirm({ code: wrongCodeFor(code) })).toMatchObject({ reason: 'wrong' })
      expect(tries()).toEqual([n])
    }
    expect(await confirm({})).toEqual({ status: 'refused', reason: 'exhausted' })
  })

  test('get the guess refunded if the hashing queue is full', async () => {
    const { testbed, confirm, tries } = await holding()
    testbed.hasher.duringNext(() => {
      throw new Error('busy')
    })
    await expect(confirm({})).rejects.toThrow('busy')
    expect(tries()).toEqual([0])
    expect(await confirm({})).toEqual({ status: 'changed' })
  })
})

describe('a code for an address instead of a request', () => {
  test('may be of any of its newest open requests', async () => {
    const { testbed, code, confirm } = await holding()
    testbed.clock.pass({ minutes: 2 })
    await testbed.recoveryEmailFor(email)
    expect(await confirm({ code, target: { address: addressOf(email) } })).toEqual({
      status: 'changed',
    })
  })

  test('is charged once to the address and to each candidate', async () => {
    const { testbed, confirm, tries } = await holding()
    for (let n = 0; n < 3; n += 1) {
      testbed.clock.pass({ minutes: 2 })
      await testbed.request(email, clientAt(`203.0.113.${n}`))
    }
    // Withheld, and so no candidate.
    await testbed.request(email, clientAt('203.0.113.99'))
    const target = { address: addressOf(email) }
    expect(await confirm({ code: codeOf('999999'), target })).toMatchObject({ reason: 'wrong' })
    expect(testbed.tables.requests.map((row) => row.triesByAddress)).toEqual([1, 1, 1, 1, 0])
    expect(tries()).toEqual([0, 0, 0, 0, 0])
  })

  test('gets the same answers for an address without an account', async () => {
    const { testbed, confirm } = await holding()
    const target = { address: addressOf('nobody@example.test') }
    for (let n = 0; n < 10; n += 1) {
      expect(await confirm({ target })).toEqual({ status: 'refused', reason: 'wrong' })
      testbed.clock.pass({ minutes: 1 })
    }
    expect(await confirm({ target })).toEqual({ status: 'refused', reason: 'exhausted' })
  })
})
