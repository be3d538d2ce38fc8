import type { TokenDigest } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  hex,
  newDigest,
  newSubjects,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'

const IDLE_MINUTES = 120

/* What the store contract says of sessions is not said again here. */

describe.each(storeTestbeds)('the session store on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  async function signedIn() {
    const account = await testbed.addAccount()
    const tokenDigest: TokenDigest = newDigest()
    await testbed.stores.sessions.open({
      tokenDigest,
      accountId: account.id,
      credentialVersion: 1,
      idleMinutes: IDLE_MINUTES,
      absoluteMinutes: 1440,
      clientDigest: newDigest(),
      ...newSubjects(),
    })
    return { account, tokenDigest }
  }

  test('writes at most once a minute that a session is used', async () => {
    const { tokenDigest } = await signedIn()
    const seen = (last_seen_at: ReturnType<typeof ago>) =>
      testbed.db
        .updateTable('session')
        .set({ last_seen_at })
        .where('digest', '=', tokenDigest)
        .execute()
    const lastSeen = async () => {
      const sessions = testbed.db.selectFrom('session').select('last_seen_at')
      return (await sessions.where('digest', '=', tokenDigest).executeTakeFirstOrThrow())
        .last_seen_at
    }
    const use = () => testbed.stores.sessions.find(tokenDigest, IDLE_MINUTES)

    await seen(ago('5 seconds'))
    const before = await lastSeen()
    await use()
    expect(await lastSeen()).toEqual(before)

    await seen(ago('90 seconds'))
    const long = await lastSeen()
    await use()
    expect((await lastSeen()).getTime() - long.getTime()).toBeGreaterThanOrEqual(90_000)
  })

  test('writes an audit event for each sign-in, successful or not', async () => {
    const { account } = await signedIn()
    const failure = { addressDigest: newDigest(), clientDigest: newDigest() }
    await testbed.stores.sessions.recordFailure(failure)

    const events = testbed.db.selectFrom('audit_event').selectAll()
    expect(await events.where('account_id', '=', account.id).execute()).toMatchObject([
      { kind: 'signed-in', outcome: 'signed-in', address_digest: null },
    ])
    const [failed] = await events.where('address_digest', '=', failure.addressDigest).execute()
    expect(failed).toMatchObject({ kind: 'signed-in', outcome: 'refused', account_id: null })
    expect(hex(failed?.client_digest ?? newDigest())).toBe(hex(failure.clientDigest))
  })
})
