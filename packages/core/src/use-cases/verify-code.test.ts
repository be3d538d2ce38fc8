import { describe, expect, test } from 'vitest'
import { clientAt, codeOf, openTestbed, type Testbed, wrongCodeFor } from '../testing/index.ts'

const client = clientAt('198.51.100.7')
const refusedFor = (reason: string) => ({ status: 'refused', reason })

async function holding(email = 'ada@example.test') {
  const testbed = openTestbed()
  await testbed.addAccount(email)
  const { requestId, code, link } = await testbed.recoveryEmailFor(email)
  const guess = (guessed = wrongCodeFor(code), from = client) =>
    testbed.recovery.verifyCode({ requestId, code: guessed }, from)
  return { testbed, requestId, code, link, guess }
}

async function guessWrong(testbed: Testbed, requestId: string, times: number) {
  const reasons: string[] = []
  for (let n = 0; n < times; n += 1) {
    const answer = await testbed.recovery.verifyCode({ requestId, code: codeOf('999999') }, client)
    reasons.push(answer.status === 'refused' ? answer.reason : answer.status)
  }
  return reasons
}

describe('a code', () => {
  test('is exchanged for a ticket for the account it was emailed for', async () => {
    const { testbed, code, guess } = await holding()
    const verified = await guess(code)
    expect(verified).toEqual({
      status: 'verified',
      ticket: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: new Date('2030-01-01T00:10:00Z'),
      login: 'ada@example.test',
    })
    if (verified.status !== 'verified') throw new Error('not verified')
    const right = await testbed.recovery.verifyToken({ token: verified.ticket }, client)
    expect(right).toMatchObject({ status: 'verified', login: 'ada@example.test' })
  })

  test('is exchanged once', async () => {
    const { code, guess } = await holding()
    expect((await guess(code)).status).toBe('verified')
    expect(await guess(code)).toEqual(refusedFor('wrong'))
  })

  test('is exchanged once, even by two devices at the same time', async () => {
    const { testbed, code, guess } = await holding()
    const answers = await Promise.all([guess(code), guess(code)])
    expect(answers.filter(({ status }) => status === 'verified')).toHaveLength(1)
    expect(testbed.tables.secrets.filter(({ kind }) => kind === 'ticket')).toHaveLength(1)
  })

  test('is valid only for the request it was emailed for', async () => {
    const { testbed, code } = await holding()
    await testbed.addAccount('bob@example.test')
    const bobs = await testbed.recoveryEmailFor('bob@example.test')
    const input = { requestId: bobs.requestId, code }
    expect(await testbed.recovery.verifyCode(input, client)).toEqual(refusedFor('wrong'))
    expect(testbed.tables.requests.map(({ tries }) => tries)).toEqual([0, 1])
  })

  test('is valid until its last second, and no longer', async () => {
    const { testbed, code, guess } = await holding()
    testbed.clock.pass({ minutes: 9, seconds: 59 })
    expect((await guess(code)).status).toBe('verified')

    const late = await holding()
    late.testbed.clock.pass({ minutes: 10 })
    expect(await late.guess(late.code)).toEqual(refusedFor('wrong'))
  })

  test.each(['disabled', 'changed'])('is wrong once its account is %s', async (change) => {
    const { testbed, code, guess } = await holding()
    const account = testbed.accountOf('ada@example.test')
    if (change === 'disabled') account.status = 'disabled'
    else account.credentialVersion += 1
    expect(await guess(code)).toEqual(refusedFor('wrong'))
  })

  test('of an expired request, or of no request, is refused', async () => {
    const { testbed, code, guess } = await holding()
    testbed.clock.pass({ hours: 2 })
    expect(await guess(code)).toEqual(refusedFor('expired'))
    const unknown = { requestId: '00000000-0000-4000-8000-999999999999', code }
    expect(await testbed.recovery.verifyCode(unknown, client)).toEqual(refusedFor('unknown'))
  })
})

describe('the five guesses of a request', () => {
  test('are all there are: the sixth is refused even if it is right', async () => {
    const { testbed, requestId, code, guess } = await holding()
    expect(await guessWrong(testbed, requestId, 5)).toEqual(Array(5).fill('wrong'))
    expect(await guess(code)).toEqual(refusedFor('exhausted'))
  })

  test('suffice if the fifth is right', async () => {
    const { testbed, requestId, code, guess } = await holding()
    await guessWrong(testbed, requestId, 4)
    expect((await guess(code)).status).toBe('verified')
  })

  test('are charged before the code is compared, so many clients at once get no more of them', async () => {
    const { testbed, code, guess } = await holding()
    const clients = Array.from({ length: 40 }, (_, n) => clientAt(`192.0.2.${n}`))
    const answers = await Promise.all(
      clients.map((from, n) => guess(n === 20 ? code : wrongCodeFor(code), from)),
    )
    const reasons = answers.map((answer) => answer.status === 'refused' && answer.reason)
    expect(reasons.filter((reason) => reason === 'wrong')).toHaveLength(5)
    expect(reasons.filter((reason) => reason === 'exhausted')).toHaveLength(35)
    expect(testbed.tables.requests).toMatchObject([{ tries: 5 }])
  })

  test('are the same for a decoy', async () => {
    const { testbed, requestId } = await holding()
    const decoy = await testbed.request('nobody@example.test')
    const real = await guessWrong(testbed, requestId, 7)
    expect(real.slice(4)).toEqual(['wrong', 'exhausted', 'exhausted'])
    expect(await guessWrong(testbed, decoy.requestId, 7)).toEqual(real)
  })

  test('do not include the right one', async () => {
    const { testbed, requestId, code, guess } = await holding()
    await guessWrong(testbed, requestId, 4)
    await guess(code)
    expect(await guessWrong(testbed, requestId, 2)).toEqual(['wrong', 'exhausted'])
  })

  test('leave the link valid when they are used up', async () => {
    const { testbed, requestId, link } = await holding()
    await guessWrong(testbed, requestId, 6)
    const right = await testbed.recovery.verifyToken({ token: link }, client)
    expect(right.status).toBe('verified')
  })
})

describe('twenty wrong codes in a day', () => {
  const guessedWrong = async (email: string) => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    for (let n = 0; n < 4; n += 1) {
      const { requestId } = await testbed.request(email)
      await guessWrong(testbed, requestId, 5)
      testbed.clock.pass({ minutes: 16 })
    }
    return testbed
  }

  test('disable the codes of an address, and not its links', async () => {
    const testbed = await guessedWrong('ada@example.test')
    const { requestId, message, link } = await testbed.recoveryEmailFor('ada@example.test')
    expect(message.code).toBeUndefined()
    expect(await guessWrong(testbed, requestId, 1)).toEqual(['exhausted'])
    expect((await testbed.recovery.verifyToken({ token: link }, client)).status).toBe('verified')
  })

  test('disable the codes of a decoy in the same way', async () => {
    const testbed = await guessedWrong('nobody@example.test')
    const { requestId } = await testbed.request('nobody@example.test')
    expect(await guessWrong(testbed, requestId, 1)).toEqual(['exhausted'])
  })

  test('disable the codes of no other address', async () => {
    const testbed = await guessedWrong('nobody@example.test')
    const { requestId, code } = await testbed.recoveryEmailFor('ada@example.test')
    const verified = await testbed.recovery.verifyCode({ requestId, code }, client)
    expect(verified.status).toBe('verified')
  })

  test('are reset after a day', async () => {
    const testbed = await guessedWrong('ada@example.test')
    testbed.clock.pass({ hours: 24 })
    const { requestId, code } = await testbed.recoveryEmailFor('ada@example.test')
    const verified = await testbed.recovery.verifyCode({ requestId, code }, client)
    expect(verified.status).toBe('verified')
  })

  test('do not include right ones', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    for (let n = 0; n < 6; n += 1) {
      const elsewhere = clientAt(`203.0.113.${n}`)
      const { requestId, code } = await testbed.recoveryEmailFor('ada@example.test', elsewhere)
      await guessWrong(testbed, requestId, 3)
      const verified = await testbed.recovery.verifyCode({ requestId, code }, client)
      expect(verified.status).toBe('verified')
      testbed.clock.pass({ minutes: 16 })
    }
  })
})

test('a client whose links and codes are valid may bring any number of them', async () => {
  const { testbed, link, guess, code } = await holding()
  for (let n = 0; n < 40; n += 1) {
    expect((await testbed.recovery.verifyToken({ token: link }, client)).status).toBe('verified')
  }
  expect((await guess(code)).status).toBe('verified')
})

test('a client with thirty refused attempts in a quarter of an hour has to wait, and no guess is charged', async () => {
  const { testbed, requestId, guess, code } = await holding()
  for (let n = 0; n < 30; n += 1) await testbed.recovery.verifyToken({ token: undefined }, client)
  expect(await guess(code)).toEqual({
    ...refusedFor('rate-limited'),
    retryAfterSeconds: 15 * 60,
  })
  expect(testbed.tables.requests).toMatchObject([{ id: requestId, tries: 0 }])
  expect(testbed.events.at(-1)).toEqual({
    event: 'recovery.refused',
    step: 'verify-code',
    reason: 'rate-limited',
  })
})
