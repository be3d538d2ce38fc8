import { describe, expect, test } from 'vitest'
import { Unavailable } from '../refusal.ts'
import {
  clientAt,
  hashOf,
  NEW_PASSWORD,
  OLD_PASSWORD,
  openTestbed,
  passwordOf,
  type Testbed,
} from '../testing/index.ts'

const refusal = { status: 'refused', reason: 'sign-in-failed' }

async function withAda() {
  const testbed = openTestbed()
  return { testbed, ada: await testbed.addAccount('Ada@example.test') }
}

describe('signing in', () => {
  test('opens a session that ends after two idle hours, and after a day at the latest', async () => {
    const { testbed } = await withAda()
    const signedIn = await testbed.signIn('ada@example.test', OLD_PASSWORD)
    if (signedIn.status !== 'signed-in') throw new Error('Not signed in')
    expect(signedIn.session).toEqual({
      login: 'Ada@example.test',
      signedInAt: new Date('2030-01-01T00:00:00Z'),
      expiresAt: new Date('2030-01-02T00:00:00Z'),
    })
    for (let n = 0; n < 12; n += 1) {
      testbed.clock.pass({ hours: 1, minutes: 59 })
      expect((await testbed.sessions.current(signedIn.token))?.login).toBe('Ada@example.test')
    }
    testbed.clock.pass({ minutes: 12 })
    expect(await testbed.sessions.current(signedIn.token)).toBeUndefined()
  })

  test('works with the address in any spelling', async () => {
    const { testbed } = await withAda()
    expect((await testbed.signIn(' ADA@Example.TEST ', OLD_PASSWORD)).status).toBe('signed-in')
  })

  test('works on a keyboard that types accents as characters of their own', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test', { password: 'café résumé naïve' })
    const decomposed = 'café résumé naïve'.normalize('NFD')
    expect((await testbed.signIn('ada@example.test', decomposed)).status).toBe('signed-in')
  })

  test('gives every session a token of its own', async () => {
    const { testbed } = await withAda()
    const both = await Promise.all([
      testbed.signIn('ada@example.test', OLD_PASSWORD),
      testbed.signIn('ada@example.test', OLD_PASSWORD),
    ])
    const tokens = both.map((signedIn) => signedIn.status === 'signed-in' && signedIn.token)
    expect(new Set(tokens).size).toBe(2)
  })
})

describe('a refused sign-in', () => {
  test.each([
    ['an unknown address', 'nobody@example.test', OLD_PASSWORD],
    ['a wrong password', 'ada@example.test', NEW_PASSWORD],
    ['an empty password', 'ada@example.test', ''],
    ['the password in another case', 'ada@example.test', OLD_PASSWORD.toUpperCase()],
    ['the password followed by a space', 'ada@example.test', `${OLD_PASSWORD} `],
    ['a disabled account', 'disabled@example.test', OLD_PASSWORD],
    ['an account without a password', 'passwordless@example.test', OLD_PASSWORD],
  ])('for %s gets the same answer and costs the same work', async (_, email, password) => {
    const { testbed } = await withAda()
    const disabled = await testbed.addAccount('disabled@example.test')
    disabled.status = 'disabled'
    await testbed.addAccount('passwordless@example.test', { password: null })

    expect(await testbed.signIn(email, password)).toEqual(refusal)
    expect(testbed.hasher.work).toEqual({ hashed: 0, verified: 1 })
    expect(testbed.tables.failedSignIns).toBe(1)
    expect(testbed.tables.sessions).toEqual([])
    expect(testbed.events).toEqual([{ event: 'session.refused', reason: 'sign-in-failed' }])
  })

  test.each([
    ['NUL', `${OLD_PASSWORD}\0`],
    ['half an emoji', `${OLD_PASSWORD}\ud83d`],
    ['a megabyte', 'a'.repeat(1_048_576)],
  ])('for a password with %s costs no hash, whatever the address', async (_, password) => {
    const { testbed } = await withAda()
    expect(await testbed.signIn('ada@example.test', password)).toEqual(refusal)
    expect(await testbed.signIn('nobody@example.test', password)).toEqual(refusal)
    expect(testbed.hasher.work.verified).toBe(0)
    expect(testbed.tables.failedSignIns).toBe(2)
  })

  test('compares the whole password, beyond 72 bytes', async () => {
    const testbed = openTestbed()
    const long = 'many quiet otters paint very tall fences '.repeat(2)
    await testbed.addAccount('ada@example.test', { password: long })
    expect(await testbed.signIn('ada@example.test', long.slice(0, 72))).toEqual(refusal)
    expect((await testbed.signIn('ada@example.test', long)).status).toBe('signed-in')
  })
})

describe('a sign-in during a change of the password', () => {
  test('opens no session', async () => {
    const { testbed, ada } = await withAda()
    testbed.hasher.duringNext(() => {
      ada.credentialVersion += 1
    })
    expect(await testbed.signIn('ada@example.test', OLD_PASSWORD)).toEqual(refusal)
    expect(testbed.tables.sessions).toEqual([])
  })

  test('opens no session either if the change is a reset, and leaves the new password in place', async () => {
    const { testbed } = await withAda()
    const { link } = await testbed.recoveryEmailFor('ada@example.test')
    testbed.hasher.duringNext(() =>
      testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, clientAt('203.0.113.9')),
    )
    expect(await testbed.signIn('ada@example.test', OLD_PASSWORD)).toEqual(refusal)
    expect((await testbed.signIn('ada@example.test', NEW_PASSWORD)).status).toBe('signed-in')
  })
})

describe('an outdated hash', () => {
  const outdated = hashOf(passwordOf(OLD_PASSWORD), 'old')
  const better = hashOf(passwordOf(OLD_PASSWORD))

  test('is replaced at the next sign-in', async () => {
    const { testbed, ada } = await withAda()
    ada.passwordHash = outdated
    expect((await testbed.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
    expect(ada.passwordHash).toBe(better)
    expect(testbed.tables.sessions).toHaveLength(1)
  })

  test('stays if the password was wrong', async () => {
    const { testbed, ada } = await withAda()
    ada.passwordHash = outdated
    await testbed.signIn('ada@example.test', NEW_PASSWORD)
    expect(ada.passwordHash).toBe(outdated)
  })

  test('is not written over a password that was chosen meanwhile', async () => {
    const { testbed, ada } = await withAda()
    ada.passwordHash = outdated
    const chosen = hashOf(passwordOf(NEW_PASSWORD))
    testbed.hasher.duringNext(() => {
      testbed.hasher.duringNext(() => {
        ada.passwordHash = chosen
      })
    })
    await testbed.signIn('ada@example.test', OLD_PASSWORD)
    expect(testbed.hasher.work).toEqual({ hashed: 1, verified: 1 })
    expect(ada.passwordHash).toBe(chosen)
  })

  test('is not what a current one is taken for', async () => {
    const { testbed } = await withAda()
    await testbed.signIn('ada@example.test', OLD_PASSWORD)
    expect(testbed.hasher.work).toEqual({ hashed: 0, verified: 1 })
  })
})

describe('an imported hash', () => {
  const typed = 'cafe\u0301 re\u0301sume\u0301'
  const asTyped = `new:${typed}`

  test('of the text as it was typed is accepted, and replaced by one of its normal form', async () => {
    const { testbed, ada } = await withAda()
    ada.passwordHash = asTyped
    expect((await testbed.signIn('ada@example.test', typed)).status).toBe('signed-in')
    expect(ada.passwordHash).toBe(hashOf(passwordOf(typed)))
    expect((await testbed.signIn('ada@example.test', typed.normalize('NFC'))).status).toBe(
      'signed-in',
    )
  })

  test.each(['ada@example.test', 'nobody@example.test'])(
    'costs one or two checks depending on what was typed, not on the address %s',
    async (email) => {
      const { testbed } = await withAda()
      expect(await testbed.signIn(email, typed)).toEqual(refusal)
      expect(testbed.hasher.work.verified).toBe(2)
      expect(await testbed.signIn(email, typed.normalize('NFC'))).toEqual(refusal)
      expect(testbed.hasher.work.verified).toBe(3)
    },
  )

  test('that is never checked is refused like a wrong password, and reported', async () => {
    const { testbed, ada } = await withAda()
    ada.passwordHash = `bomb:${OLD_PASSWORD}`
    expect(await testbed.signIn('ada@example.test', OLD_PASSWORD)).toEqual(refusal)
    expect(testbed.hasher.work).toEqual({ hashed: 0, verified: 1 })
    expect(testbed.events).toEqual([
      { event: 'account.hash-unfit', accountId: ada.id, problem: 'it would take too long' },
      { event: 'session.refused', reason: 'sign-in-failed' },
    ])
  })
})

describe('too many failed sign-ins', () => {
  const tries = async (times: number, email: string, network: string) => {
    const { testbed } = await withAda()
    for (let n = 0; n < times; n += 1) {
      await testbed.signIn(email.replace('#', String(n)), NEW_PASSWORD, clientAt(network))
    }
    return testbed
  }

  test('at one address by one client delay the next one, longer each time, even with the right password', async () => {
    const testbed = await tries(10, 'ada@example.test', '198.51.100.7')
    for (const retryAfterSeconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      expect(await testbed.signIn('ada@example.test', OLD_PASSWORD)).toEqual({
        status: 'refused',
        reason: 'rate-limited',
        retryAfterSeconds,
      })
      testbed.clock.pass({ seconds: retryAfterSeconds })
      expect(await testbed.signIn('ada@example.test', NEW_PASSWORD)).toEqual(refusal)
    }
    expect(testbed.hasher.work.verified).toBe(18)
  })

  test('are reset by a successful one', async () => {
    const testbed = await tries(10, 'ada@example.test', '198.51.100.7')
    testbed.clock.pass({ seconds: 1 })
    expect((await testbed.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
    expect(await testbed.signIn('ada@example.test', NEW_PASSWORD)).toEqual(refusal)
  })

  test('by one client delay no other client', async () => {
    const testbed = await tries(10, 'ada@example.test', '203.0.113.9')
    expect((await testbed.signIn('ada@example.test', OLD_PASSWORD)).status).toBe('signed-in')
  })

  describe('by many clients', () => {
    const home = clientAt('198.51.100.7')
    const failFrom = async (testbed: Testbed, failures: number) => {
      for (let n = 0; n < failures; n += 1) {
        testbed.clock.pass({ minutes: 2 })
        await testbed.signIn('ada@example.test', NEW_PASSWORD, clientAt(`client ${n}`))
      }
    }
    const failAtOnce = async (testbed: Testbed) => {
      for (let n = 0; n < 10; n += 1) {
        await testbed.signIn('ada@example.test', NEW_PASSWORD, clientAt(`other ${n}`))
      }
    }

    test('delay new clients, and not those that signed in before', async () => {
      const { testbed } = await withAda()
      await testbed.signIn('ada@example.test', OLD_PASSWORD, home)
      await failAtOnce(testbed)
      const newcomer = await testbed.signIn(
        'ada@example.test',
        OLD_PASSWORD,
        clientAt('new client'),
      )
      expect(newcomer).toMatchObject({ reason: 'rate-limited', retryAfterSeconds: 1 })
      expect((await testbed.signIn('ada@example.test', OLD_PASSWORD, home)).status).toBe(
        'signed-in',
      )
    })

    test('delay new clients for ten seconds at most', async () => {
      const { testbed } = await withAda()
      await failAtOnce(testbed)
      const waits = []
      for (let n = 0; n < 6; n += 1) {
        const newcomer = clientAt(`more ${n}`)
        const answer = await testbed.signIn('ada@example.test', NEW_PASSWORD, newcomer)
        const wait = 'retryAfterSeconds' in answer ? answer.retryAfterSeconds : 0
        waits.push(wait)
        testbed.clock.pass({ seconds: wait })
        await testbed.signIn('ada@example.test', NEW_PASSWORD, newcomer)
      }
      expect(waits).toEqual([1, 2, 4, 8, 10, 10])
    })

    test('a hundred in a row: new clients are refused, for unknown addresses too', async () => {
      for (const email of ['ada@example.test', 'nobody@example.test']) {
        const { testbed } = await withAda()
        const fail = async (n: number) => {
          testbed.clock.pass({ minutes: 2 })
          return testbed.signIn(email, NEW_PASSWORD, clientAt(`client ${n}`))
        }
        for (let n = 0; n < 100; n += 1) expect(await fail(n)).toEqual(refusal)
        expect(await fail(100)).toEqual({ status: 'refused', reason: 'exhausted' })
      }
    })

    test('a hundred in a row: a client that signed in before may sign in, after which others may too', async () => {
      const { testbed } = await withAda()
      await testbed.signIn('ada@example.test', OLD_PASSWORD, home)
      await failFrom(testbed, 101)
      const newcomer = clientAt('new client')
      expect(await testbed.signIn('ada@example.test', OLD_PASSWORD, newcomer)).toMatchObject({
        reason: 'exhausted',
      })
      expect((await testbed.signIn('ada@example.test', OLD_PASSWORD, home)).status).toBe(
        'signed-in',
      )
      expect((await testbed.signIn('ada@example.test', OLD_PASSWORD, newcomer)).status).toBe(
        'signed-in',
      )
    })

    test('a hundred in a row: a wrong password gets the same answer before and after the owner signs in', async () => {
      const { testbed } = await withAda()
      await testbed.signIn('ada@example.test', OLD_PASSWORD, home)
      await failFrom(testbed, 101)
      const strangerFails = async (name: string) => {
        testbed.clock.pass({ minutes: 20 })
        const before = testbed.hasher.work.verified
        const answer = await testbed.signIn('ada@example.test', NEW_PASSWORD, clientAt(name))
        return { answer, checks: testbed.hasher.work.verified - before }
      }
      const before = await strangerFails('stranger 1')
      expect(before).toEqual({ answer: { status: 'refused', reason: 'exhausted' }, checks: 1 })
      await testbed.signIn('ada@example.test', OLD_PASSWORD, home)
      expect(await strangerFails('stranger 2')).toEqual(before)
    })

    test('ten at once: a stranger waits as long after the owner has signed in as before', async () => {
      const waitsOf = async (signsIn: boolean) => {
        const { testbed } = await withAda()
        await testbed.signIn('ada@example.test', OLD_PASSWORD, home)
        await failAtOnce(testbed)
        if (signsIn) await testbed.signIn('ada@example.test', OLD_PASSWORD, home)
        return testbed.signIn('ada@example.test', NEW_PASSWORD, clientAt('stranger'))
      }
      expect(await waitsOf(true)).toEqual(await waitsOf(false))
    })

    test('a hundred in a row: a new password may be used from everywhere', async () => {
      const { testbed } = await withAda()
      await failFrom(testbed, 101)
      const { link } = await testbed.recoveryEmailFor('ada@example.test')
      await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, home)
      for (const client of [home, clientAt('new client')]) {
        expect((await testbed.signIn('ada@example.test', NEW_PASSWORD, client)).status).toBe(
          'signed-in',
        )
      }
    })
  })

  test('are counted alike for unknown addresses', async () => {
    const testbed = await tries(10, 'nobody@example.test', '198.51.100.7')
    expect(await testbed.signIn('nobody@example.test', OLD_PASSWORD)).toEqual({
      status: 'refused',
      reason: 'rate-limited',
      retryAfterSeconds: 1,
    })
  })

  test('at many addresses by one client are limited', async () => {
    const testbed = await tries(50, 'somebody-#@example.test', '198.51.100.7')
    expect(await testbed.signIn('ada@example.test', OLD_PASSWORD)).toMatchObject({
      reason: 'rate-limited',
    })
  })
})

test('a full hashing queue is reported as unavailable, and counts as no failure', async () => {
  const { testbed } = await withAda()
  const full = new Unavailable('the hashing queue is full')
  testbed.hasher.duringNext(() => Promise.reject(full))
  await expect(testbed.signIn('ada@example.test', OLD_PASSWORD)).rejects.toBe(full)
  expect(testbed.tables.failedSignIns).toBe(0)
})
