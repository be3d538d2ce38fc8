import { describe, expect, test } from 'vitest'
import {
  BREACHED_PASSWORD,
  clientAt,
  codeOf,
  hashOf,
  NEW_PASSWORD,
  OLD_PASSWORD,
  openTestbed,
  passwordOf,
  type Testbed,
  tokenOf,
} from '../testing/index.ts'

const client = clientAt('198.51.100.7')

async function holding() {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const mailed = await testbed.recoveryEmailFor('ada@example.test')
  const choose = (newPassword = NEW_PASSWORD, token = mailed.link) =>
    testbed.recovery.reset({ token, newPassword }, client)
  return { testbed, choose, ...mailed }
}

async function ticketFor(testbed: Testbed, requestId: string, code: string) {
  const verified = await testbed.recovery.verifyCode({ requestId, code: codeOf(code) }, client)
  if (verified.status !== 'verified') throw new Error(`Refused: ${verified.reason}`)
  return verified.ticket
}

describe('choosing a password', () => {
  test('with a link replaces the old password', async () => {
    const { testbed, choose } = await holding()
    expect(await choose()).toEqual({ status: 'changed' })
    expect((await testbed.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
    expect((await testbed.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('refused')
  })

  test('with a ticket replaces it too', async () => {
    const { testbed, choose, requestId, code } = await holding()
    const ticket = await ticketFor(testbed, requestId, code)
    expect(await choose(NEW_PASSWORD, ticket)).toEqual({ status: 'changed' })
    expect((await testbed.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
  })

  test('hashes the password in its normal form', async () => {
    const { testbed, choose } = await holding()
    await choose('café résumé naïve'.normalize('NFD'))
    const hash = hashOf(passwordOf('café résumé naïve'.normalize('NFC')))
    expect(testbed.accountOf('ada@example.test').passwordHash).toBe(hash)
  })

  test('hashes what was typed, where the application does', async () => {
    const { testbed, choose } = await holding()
    testbed.policy.password.normalise = 'none'
    const typed = 'café résumé naïve'.normalize('NFD')
    await choose(typed)
    expect(testbed.accountOf('ada@example.test').passwordHash).toBe(`new:${typed}`)
  })

  test('refuses more bytes than the format of the application reads', async () => {
    const { testbed, choose } = await holding()
    testbed.policy.password.maxBytes = 72
    const long = `${'quiet otters paint tall fences '.repeat(3).slice(0, 72)}!`
    const reasons = ['PASSWORD_TOO_LONG']
    expect(await choose(long)).toMatchObject({ reason: 'password-rejected', reasons })
    expect(await choose(long.slice(0, 72))).toEqual({ status: 'changed' })
  })

  test('opens no session', async () => {
    const { testbed, choose } = await holding()
    await choose()
    expect(testbed.tables.sessions).toEqual([])
  })

  test('works once for each link', async () => {
    const { testbed, choose } = await holding()
    await choose()
    const refusal = await choose('another fine sentence here')
    expect(refusal).toEqual({ status: 'refused', reason: 'spent' })
    expect((await testbed.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
  })

  test('voids every other secret of the account, and of no other', async () => {
    const { testbed, choose, link, requestId, code } = await holding()
    await testbed.addAccount('bob@example.test')
    const bobs = await testbed.recoveryEmailFor('bob@example.test')
    const ticket = await ticketFor(testbed, requestId, code)
    testbed.clock.pass({ minutes: 1 })
    const second = await testbed.recoveryEmailFor('ada@example.test')

    await choose(NEW_PASSWORD, second.link)

    const adas = testbed.accountOf('ada@example.test').id
    const ends = testbed.tables.secrets
      .filter((row) => row.accountId === adas)
      .map((row) => row.end)
    expect(ends.sort()).toEqual(['spent', 'spent', 'voided', 'voided', 'voided'])
    for (const token of [link, ticket]) {
      expect(await choose('another fine sentence here', token)).toEqual({
        status: 'refused',
        reason: 'voided',
      })
    }
    const input = { requestId: second.requestId, code: second.code }
    expect(await testbed.recovery.verifyCode(input, client)).toMatchObject({ reason: 'wrong' })
    expect(await choose(NEW_PASSWORD, bobs.link)).toEqual({ status: 'changed' })
  })

  test('ends every session of the account, and of no other', async () => {
    const { testbed, choose } = await holding()
    await testbed.addAccount('bob@example.test')
    const tokens = []
    for (const email of ['ada@example.test', 'ada@example.test', 'bob@example.test']) {
      const signedIn = await testbed.signIn(email, OLD_PASSWORD)
      if (signedIn.status === 'signed-in') tokens.push(signedIn.token)
    }
    await choose()
    const logins = await Promise.all(tokens.map((token) => testbed.sessions.current(token)))
    expect(logins.map((session) => session?.login)).toEqual([
      undefined,
      undefined,
      'bob@example.test',
    ])
    expect(testbed.tables.sessions).toHaveLength(1)
  })

  test('sends the owner one notice', async () => {
    const { testbed, choose } = await holding()
    await choose()
    await choose()
    await testbed.deliverAll()
    expect(testbed.notices()).toMatchObject([{ to: 'ada@example.test' }])
  })

  test('in two tabs at once succeeds in one of them, whose password is stored', async () => {
    const { testbed, choose } = await holding()
    const passwords = ['first of two sentences', 'second of two sentences']
    const answers = await Promise.all(passwords.map((password) => choose(password)))
    expect(testbed.hasher.work.hashed).toBe(2)
    expect(answers.map(({ status }) => status).sort()).toEqual(['changed', 'refused'])
    const winner = passwords[answers.findIndex(({ status }) => status === 'changed')] ?? ''
    expect((await testbed.signIn('ada@example.test', winner)).status).toBe('signed-in')
    await testbed.deliverAll()
    expect(testbed.notices()).toHaveLength(1)
  })

  test('with two links of an account at once succeeds with one of them', async () => {
    const { testbed, choose, link } = await holding()
    testbed.clock.pass({ minutes: 1 })
    const second = await testbed.recoveryEmailFor('ada@example.test')
    const answers = await Promise.all(
      [link, second.link].map((token) => choose(NEW_PASSWORD, token)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual(['changed', 'refused'])
  })

  test('is refused if the link expires while the password is hashed', async () => {
    const { testbed, choose } = await holding()
    testbed.hasher.duringNext(() => testbed.clock.pass({ hours: 1 }))
    expect(await choose()).toEqual({ status: 'refused', reason: 'expired' })
    expect((await testbed.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
  })
})

describe('a refused password', () => {
  test.each([
    ['is short', 'short', ['PASSWORD_TOO_SHORT']],
    ['is empty', '', ['PASSWORD_TOO_SHORT']],
    ['is long', `${'ab'.repeat(128)}c`, ['PASSWORD_TOO_LONG']],
    ['has a NUL', 'quiet otters\0', ['PASSWORD_ILL_FORMED']],
    ['has half an emoji', 'quiet otters \ud83d', ['PASSWORD_ILL_FORMED']],
    ['is common', 'passwordpassword', ['PASSWORD_COMMON']],
    ['is the address', 'ADA@example.test', ['PASSWORD_CONTEXT']],
    ['is the product', 'LatchkeyLatchkey', ['PASSWORD_CONTEXT']],
    ['is known from a breach', BREACHED_PASSWORD, ['PASSWORD_BREACHED']],
  ])(
    'that %s spends nothing: the same link works with a better one',
    async (_, password, reasons) => {
      const { testbed, choose } = await holding()
      const refusal = await choose(password)
      expect(refusal).toEqual({ status: 'refused', reason: 'password-rejected', reasons })
      expect(testbed.hasher.work.hashed).toBe(0)
      expect(testbed.tables.jobs).toEqual([])
      expect((await testbed.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
      expect(await choose()).toEqual({ status: 'changed' })
    },
  )

  test('may be refused for its length by a setting', async () => {
    const password = { minLength: 15, productName: 'Latchkey' }
    const testbed = openTestbed({ password })
    await testbed.addAccount('ada@example.test')
    const { link } = await testbed.recoveryEmailFor('ada@example.test')
    const choose = (newPassword: string) =>
      testbed.recovery.reset({ token: link, newPassword }, client)
    expect((await choose('quiet otters p')).status).toBe('refused')
    expect((await choose('quiet otters pa')).status).toBe('changed')
  })
})

describe('without a valid link or ticket', () => {
  test.each([
    ['text that is not a token', undefined],
    ['a token nobody was given', tokenOf(`${'x'.repeat(42)}A`)],
  ])('%s changes nothing and never reaches the hasher', async (_, token) => {
    const { testbed } = await holding()
    const input = { token, newPassword: NEW_PASSWORD }
    expect(await testbed.recovery.reset(input, client)).toEqual({
      status: 'refused',
      reason: 'unknown',
    })
    expect(testbed.hasher.work).toEqual({ hashed: 0, verified: 0 })
  })

  test('the password is not judged', async () => {
    const { testbed } = await holding()
    const refusal = await testbed.recovery.reset({ token: undefined, newPassword: '' }, client)
    expect(refusal).toEqual({ status: 'refused', reason: 'unknown' })
  })

  test('an expired ticket is refused', async () => {
    const { testbed, choose, requestId, code } = await holding()
    testbed.clock.pass({ minutes: 9, seconds: 50 })
    const ticket = await ticketFor(testbed, requestId, code)
    testbed.clock.pass({ minutes: 10 })
    expect(await choose(NEW_PASSWORD, ticket)).toEqual({ status: 'refused', reason: 'expired' })
    expect(testbed.hasher.work.hashed).toBe(0)
  })

  test.each(['disabled', 'deleted', 'changed'])(
    'a link of a %s account is void',
    async (change) => {
      const { testbed, choose } = await holding()
      const account = testbed.accountOf('ada@example.test')
      if (change === 'disabled') account.status = 'disabled'
      if (change === 'deleted') testbed.tables.accounts = []
      if (change === 'changed') account.credentialVersion += 1
      expect(await choose()).toEqual({ status: 'refused', reason: 'voided' })
      expect(account.passwordHash).toBe(hashOf(passwordOf(OLD_PASSWORD)))
    },
  )

  test('a client with too many attempts has to wait, and nothing is hashed', async () => {
    const { testbed, choose } = await holding()
    for (let n = 0; n < 30; n += 1) await choose('short')
    expect(await choose()).toMatchObject({ status: 'refused', reason: 'rate-limited' })
    expect(testbed.hasher.work.hashed).toBe(0)
  })
})

test('the log of a reset holds no secret and no password', async () => {
  const { testbed, choose, link, code } = await holding()
  await choose('passwordpassword')
  await choose()
  await testbed.deliverAll()
  const log = JSON.stringify(testbed.events)
  expect(log).toContain('recovery.password-changed')
  for (const secret of [link, code, NEW_PASSWORD, 'passwordpassword', 'ada@example.test']) {
    expect(log).not.toContain(secret)
  }
})

test('after a reset the owner can sign in at once, however often sign-ins failed before', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  for (let n = 0; n < 11; n += 1) await testbed.signIn('ada@example.test', 'wrong')
  expect(await testbed.signIn('ada@example.test', 'wrong')).toMatchObject({
    reason: 'rate-limited',
  })
  const { link } = await testbed.recoveryEmailFor('ada@example.test')
  const reset = { token: link, newPassword: NEW_PASSWORD }
  expect(await testbed.recovery.reset(reset, clientAt('198.51.100.7'))).toEqual({
    status: 'changed',
  })
  expect((await testbed.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
})
