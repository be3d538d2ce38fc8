import { randomUUID } from 'node:crypto'
import type { AddressDigest, SignInSubjects } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeWith, everyTestbed, newDigest, type StoreTestbed } from '../testing/index.ts'

const charged = { status: 'charged' }
const waiting = (retryAfterSeconds: number) => ({ status: 'rate-limited', retryAfterSeconds })

describe.each(everyTestbed)('signing in is charged on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const somebody = (addressDigest: AddressDigest = newDigest()): SignInSubjects => ({
    signInPair: newDigest(),
    addressDigest,
  })
  const attempt = (by: SignInSubjects, mostInARow = 1_000) =>
    ({
      mostInARow,
      charges: {
        pair: {
          limit: 'sign-in-by-address-and-client',
          subject: by.signInPair,
          windows: [{ seconds: 900, most: 4 }],
          longestWaitSeconds: 60,
        },
        address: {
          limit: 'sign-in-by-address',
          subject: by.addressDigest,
          windows: [{ seconds: 900, most: 4 }],
          longestWaitSeconds: 10,
        },
      },
    }) as const
  const fail = (by: SignInSubjects, mostInARow?: number) =>
    testbed.stores.limiter.chargeSignIn(attempt(by, mostInARow))

  /** A sign-in that works, of somebody the story needs no name for. */
  async function succeed(by: SignInSubjects) {
    const { id } = await testbed.addAccount()
    const session = { accountId: id, credentialVersion: 1, idleMinutes: 1, absoluteMinutes: 1 }
    const digests = { tokenDigest: newDigest(), clientDigest: newDigest() }
    expect(await testbed.stores.sessions.open({ ...session, ...digests, ...by })).toBeDefined()
  }

  test('a pair fails as often as it may, and then waits longer and longer, to a minute', async () => {
    const by = somebody()
    for (let n = 0; n < 4; n += 1) expect(await fail(by)).toEqual(charged)
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      expect(await fail(by)).toEqual(waiting(seconds))
      await testbed.letPass(by.signInPair, `${seconds} seconds`)
      expect(await fail(by)).toEqual(charged)
    }
  })

  test('a failure that had to wait was none', async () => {
    const by = somebody()
    for (let n = 0; n < 4; n += 1) await fail(by)
    for (let n = 0; n < 3; n += 1) expect(await fail(by)).toEqual(waiting(1))
    expect(await testbed.hits(by.signInPair)).toBe(4)
    expect(await testbed.hits(by.addressDigest)).toBe(2)
  })

  test('one client takes no more than half of its address', async () => {
    const { addressDigest, ...stranger } = somebody()
    for (let n = 0; n < 4; n += 1) await fail({ addressDigest, ...stranger })
    expect(await fail(somebody(addressDigest))).toEqual(charged)
  })

  test('several keep strangers waiting, ten seconds at most, and not whoever is known', async () => {
    const address = newDigest()
    const known = somebody(address)
    await succeed(known)
    for (let n = 0; n < 4; n += 1) expect(await fail(somebody(address))).toEqual(charged)
    for (const seconds of [1, 2, 4, 8, 10, 10]) {
      expect(await fail(somebody(address))).toEqual(waiting(seconds))
      await testbed.letPass(address, `${seconds} seconds`)
      expect(await fail(somebody(address))).toEqual(charged)
    }
    expect(await fail(known)).toEqual(charged)
  })

  test('too many in a row: strangers are sent to recover, and the known go on', async () => {
    const address = newDigest()
    const known = somebody(address)
    await succeed(known)
    for (let n = 0; n < 3; n += 1) {
      expect(await fail(somebody(address), 3)).toEqual(charged)
      await testbed.letPass(address, '1 hour')
    }
    const stranger = somebody(address)
    for (let n = 0; n < 2; n += 1) {
      expect(await fail(stranger, 3)).toEqual({ status: 'exhausted' })
    }
    expect(await testbed.hits(stranger.signInPair)).toBeUndefined()
    expect(await fail(known, 3)).toEqual(charged)
    await succeed(known)
    expect(await fail(stranger, 3)).toEqual(charged)
  })

  test('a new password forgets it all, and knows who chose it', async () => {
    const { pair } = await testbed.mailedAccount()
    const owner = changeWith(pair.link)
    for (let n = 0; n < 4; n += 1) await fail(owner, 4)
    for (let n = 0; n < 4; n += 1) await fail(somebody(owner.addressDigest), 4)
    expect(await fail(owner, 4)).toEqual(waiting(1))
    expect(await testbed.stores.recovery.changePassword(owner)).toMatchObject({ status: 'changed' })
    for (let n = 0; n < 4; n += 1) expect(await fail(owner, 1)).toEqual(charged)
  })

  test('a session that is not opened forgets nothing', async () => {
    const by = somebody()
    for (let n = 0; n < 4; n += 1) await fail(by)
    const nobody = { accountId: randomUUID(), credentialVersion: 1 }
    const rest = {
      idleMinutes: 1,
      absoluteMinutes: 1,
      tokenDigest: newDigest(),
      clientDigest: newDigest(),
    }
    expect(await testbed.stores.sessions.open({ ...nobody, ...rest, ...by })).toBeUndefined()
    expect(await fail(by)).toEqual(waiting(1))
  })

  if (kind !== 'PGlite')
    test('60 at once from two processes: as many as there may be, and no deadlock', async () => {
      const neighbour = await testbed.openNeighbour()
      const by = somebody()
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, turn) =>
          (turn % 2 ? testbed : neighbour).stores.limiter.chargeSignIn(attempt(by)),
        ),
      )
      expect(answers.filter(({ status }) => status === 'charged')).toHaveLength(4)

      const address = newDigest()
      const crowd = await Promise.all(
        Array.from({ length: 40 }, (_, turn) =>
          (turn % 2 ? testbed : neighbour).stores.limiter.chargeSignIn(
            attempt(somebody(address), 3),
          ),
        ),
      )
      expect(crowd.filter(({ status }) => status === 'charged')).toHaveLength(3)
    })
})
