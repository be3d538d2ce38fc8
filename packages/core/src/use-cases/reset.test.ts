import { describe, expect, test } from 'vitest'
import {
  BREACHED_PASSWORD,
  clientAt,
  codeOf,
  type House,
  hashOf,
  NEW_PASSWORD,
  OLD_PASSWORD,
  openHouse,
  passwordOf,
  tokenOf,
} from '../testing/index.ts'

const client = clientAt('198.51.100.7')

async function holding() {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  const mailed = await house.recoveryMailFor('ada@example.test')
  const choose = (newPassword = NEW_PASSWORD, token = mailed.link) =>
    house.recovery.reset({ token, newPassword }, client)
  return { house, choose, ...mailed }
}

async function ticketFor(house: House, requestId: string, code: string) {
  const verified = await house.recovery.verifyCode({ requestId, code: codeOf(code) }, client)
  if (verified.status !== 'verified') throw new Error(`no ticket: ${verified.reason}`)
  return verified.ticket
}

describe('choosing a password', () => {
  test('with a link changes the account, and the old password is gone', async () => {
    const { house, choose } = await holding()
    expect(await choose()).toEqual({ status: 'changed' })
    expect((await house.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
    expect((await house.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('refused')
  })

  test('with a ticket changes the account too, even when the link is forgotten', async () => {
    const { house, choose, requestId, code } = await holding()
    const ticket = await ticketFor(house, requestId, code)
    expect(await choose(NEW_PASSWORD, ticket)).toEqual({ status: 'changed' })
    expect((await house.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
  })

  test('hashes the password in its normal form', async () => {
    const { house, choose } = await holding()
    await choose('café résumé naïve'.normalize('NFD'))
    const hash = hashOf(passwordOf('café résumé naïve'.normalize('NFC')))
    expect(house.accountOf('ada@example.test').passwordHash).toBe(hash)
  })

  test('signs nobody in', async () => {
    const { house, choose } = await holding()
    await choose()
    expect(house.tables.sessions).toEqual([])
  })

  test('happens once for one link', async () => {
    const { house, choose } = await holding()
    await choose()
    const refusal = await choose('another fine sentence here')
    expect(refusal).toEqual({ status: 'refused', reason: 'spent' })
    expect((await house.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
  })

  test('voids every other secret of the account, and none of anybody else', async () => {
    const { house, choose, link, requestId, code } = await holding()
    await house.addAccount('bob@example.test')
    const bobs = await house.recoveryMailFor('bob@example.test')
    const ticket = await ticketFor(house, requestId, code)
    house.clock.pass({ minutes: 1 })
    const second = await house.recoveryMailFor('ada@example.test')

    await choose(NEW_PASSWORD, second.link)

    const adas = house.accountOf('ada@example.test').id
    const ends = house.tables.secrets.filter((row) => row.accountId === adas).map((row) => row.end)
    expect(ends.sort()).toEqual(['spent', 'spent', 'voided', 'voided', 'voided'])
    for (const token of [link, ticket]) {
      expect(await choose('another fine sentence here', token)).toEqual({
        status: 'refused',
        reason: 'voided',
      })
    }
    const input = { requestId: second.requestId, code: second.code }
    expect(await house.recovery.verifyCode(input, client)).toMatchObject({ reason: 'wrong' })
    expect(await choose(NEW_PASSWORD, bobs.link)).toEqual({ status: 'changed' })
  })

  test('ends every session of the account, and none of anybody else', async () => {
    const { house, choose } = await holding()
    await house.addAccount('bob@example.test')
    const tokens = []
    for (const email of ['ada@example.test', 'ada@example.test', 'bob@example.test']) {
      const signedIn = await house.signIn(email, OLD_PASSWORD)
      if (signedIn.status === 'signed-in') tokens.push(signedIn.token)
    }
    await choose()
    const logins = await Promise.all(tokens.map((token) => house.sessions.current(token)))
    expect(logins.map((session) => session?.login)).toEqual([
      undefined,
      undefined,
      'bob@example.test',
    ])
    expect(house.tables.sessions).toHaveLength(1)
  })

  test('tells the owner once', async () => {
    const { house, choose } = await holding()
    await choose()
    await choose()
    await house.deliverAll()
    expect(house.notices()).toMatchObject([{ to: 'ada@example.test' }])
  })

  test('has one winner when two tabs race, and the winner’s password holds', async () => {
    const { house, choose } = await holding()
    const passwords = ['first of two sentences', 'second of two sentences']
    const answers = await Promise.all(passwords.map((password) => choose(password)))
    expect(house.hasher.work.hashed).toBe(2)
    expect(answers.map(({ status }) => status).sort()).toEqual(['changed', 'refused'])
    const winner = passwords[answers.findIndex(({ status }) => status === 'changed')] ?? ''
    expect((await house.signIn('ada@example.test', winner)).status).toBe('signed-in')
    await house.deliverAll()
    expect(house.notices()).toHaveLength(1)
  })

  test('has one winner when two different links of one account race', async () => {
    const { house, choose, link } = await holding()
    house.clock.pass({ minutes: 1 })
    const second = await house.recoveryMailFor('ada@example.test')
    const answers = await Promise.all(
      [link, second.link].map((token) => choose(NEW_PASSWORD, token)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual(['changed', 'refused'])
  })

  test('is refused when the right ends while the password is hashed', async () => {
    const { house, choose } = await holding()
    house.hasher.duringNext(() => house.clock.pass({ hours: 1 }))
    expect(await choose()).toEqual({ status: 'refused', reason: 'expired' })
    expect((await house.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
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
  ])('that %s burns nothing: the same link takes a better one', async (_, password, reasons) => {
    const { house, choose } = await holding()
    const refusal = await choose(password)
    expect(refusal).toEqual({ status: 'refused', reason: 'password-rejected', reasons })
    expect(house.hasher.work.hashed).toBe(0)
    expect(house.tables.jobs).toEqual([])
    expect((await house.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
    expect(await choose()).toEqual({ status: 'changed' })
  })

  test('follows the setting for its length', async () => {
    const password = { minLength: 15, productName: 'Latchkey' }
    const house = openHouse({ password })
    await house.addAccount('ada@example.test')
    const { link } = await house.recoveryMailFor('ada@example.test')
    const choose = (newPassword: string) =>
      house.recovery.reset({ token: link, newPassword }, client)
    expect((await choose('quiet otters p')).status).toBe('refused')
    expect((await choose('quiet otters pa')).status).toBe('changed')
  })
})

describe('without a right', () => {
  test.each([
    ['text that is no token', undefined],
    ['a token nobody was given', tokenOf(`${'x'.repeat(42)}A`)],
  ])('%s changes nothing and never reaches the hasher', async (_, token) => {
    const { house } = await holding()
    const input = { token, newPassword: NEW_PASSWORD }
    expect(await house.recovery.reset(input, client)).toEqual({
      status: 'refused',
      reason: 'unknown',
    })
    expect(house.hasher.work).toEqual({ hashed: 0, verified: 0 })
  })

  test('nothing is said about the password either', async () => {
    const { house } = await holding()
    const refusal = await house.recovery.reset({ token: undefined, newPassword: '' }, client)
    expect(refusal).toEqual({ status: 'refused', reason: 'unknown' })
  })

  test('an expired ticket is refused again at the last step', async () => {
    const { house, choose, requestId, code } = await holding()
    house.clock.pass({ minutes: 9, seconds: 50 })
    const ticket = await ticketFor(house, requestId, code)
    house.clock.pass({ minutes: 10 })
    expect(await choose(NEW_PASSWORD, ticket)).toEqual({ status: 'refused', reason: 'expired' })
    expect(house.hasher.work.hashed).toBe(0)
  })

  test.each(['disabled', 'deleted', 'changed'])(
    'a link of a %s account is void',
    async (change) => {
      const { house, choose } = await holding()
      const account = house.accountOf('ada@example.test')
      if (change === 'disabled') account.status = 'disabled'
      if (change === 'deleted') house.tables.accounts = []
      if (change === 'changed') account.credentialVersion += 1
      expect(await choose()).toEqual({ status: 'refused', reason: 'voided' })
      expect(account.passwordHash).toBe(hashOf(passwordOf(OLD_PASSWORD)))
    },
  )

  test('a client that tries too often is told to wait, and hashes nothing', async () => {
    const { house, choose } = await holding()
    for (let n = 0; n < 30; n += 1) await choose('short')
    expect(await choose()).toMatchObject({ status: 'refused', reason: 'rate-limited' })
    expect(house.hasher.work.hashed).toBe(0)
  })
})

test('what is logged of a reset names no secret and no password', async () => {
  const { house, choose, link, code } = await holding()
  await choose('passwordpassword')
  await choose()
  await house.deliverAll()
  const log = JSON.stringify(house.events)
  expect(log).toContain('recovery.password-changed')
  for (const secret of [link, code, NEW_PASSWORD, 'passwordpassword', 'ada@example.test']) {
    expect(log).not.toContain(secret)
  }
})

test('after a reset the owner signs in at once, however often it failed before', async () => {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  for (let n = 0; n < 11; n += 1) await house.signIn('ada@example.test', 'wrong')
  expect(await house.signIn('ada@example.test', 'wrong')).toMatchObject({ reason: 'rate-limited' })
  const { link } = await house.recoveryMailFor('ada@example.test')
  const reset = { token: link, newPassword: NEW_PASSWORD }
  expect(await house.recovery.reset(reset, clientAt('198.51.100.7'))).toEqual({ status: 'changed' })
  expect((await house.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
})
