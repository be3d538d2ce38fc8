import type { SignInAttempt } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  newDigest,
  newSubjects,
  postgresTestbeds,
  type StoreTestbed,
  signInAttempt,
} from '../testing/index.ts'

/* What the store contract says of signing in is not said again here. */

describe.each(postgresTestbeds)('sign-ins at once from two processes on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let neighbour: Awaited<ReturnType<StoreTestbed['openNeighbour']>>
  beforeAll(async () => {
    testbed = await openTestbed()
    neighbour = await testbed.openNeighbour()
    // Connections are opened before the stories: a sign-in waits two seconds for one.
    const pings = Array.from({ length: 16 }, (_, n) =>
      (n % 2 ? testbed : neighbour).database.ping(),
    )
    await Promise.all(pings)
  })
  afterAll(() => testbed.close())

  /** Sign-ins at once, from two processes: how many of them were charged. */
  async function charged(attempts: readonly SignInAttempt[]): Promise<number> {
    const answers = await Promise.all(
      attempts.map((one, n) => (n % 2 ? testbed : neighbour).stores.limiter.chargeSignIn(one)),
    )
    return answers.filter((answer) => answer.status === 'charged' && !answer.isClosed).length
  }

  test('of 24 sign-ins at once by one client, as many are charged as the limit allows', async () => {
    const one = newSubjects()
    expect(await charged(Array.from({ length: 24 }, () => signInAttempt(one)))).toBe(4)
  })

  test('of 24 sign-ins at once by many clients, as many are charged as may fail in a row', async () => {
    const address = newDigest()
    const many = Array.from({ length: 24 }, () => signInAttempt(newSubjects(address), 3))
    expect(await charged(many)).toBe(3)
  })
})
