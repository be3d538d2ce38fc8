import type { TokenDigest } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  changeWith,
  hex,
  minutesFromNow,
  newDigest,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'

const IDLE_MINUTES = 120

describe.each(storeTestbeds)('the session store on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  async function signIn(accountId: string, change: { credentialVersion?: number } = {}) {
    const token = newDigest()
    const session = await testbed.stores.sessions.open({
      tokenDigest: token,
      accountId,
      credentialVersion: 1,
      idleMinutes: IDLE_MINUTES,
      absoluteMinutes: 24 * 60,
      clientDigest: newDigest(),
      signInPair: newDigest(),
      addressDigest: newDigest(),
      ...change,
    })
    return { token, session }
  }

  async function signedIn() {
    const account = await testbed.addAccount()
    return { account, ...(await signIn(account.id)) }
  }

  const find = (token: TokenDigest) => testbed.stores.sessions.find(token, IDLE_MINUTES)

  async function change(token: TokenDigest, columns: Record<string, unknown>) {
    await testbed.db.updateTable('session').set(columns).where('digest', '=', token).execute()
  }

  const lastSeen = async (token: TokenDigest) => {
    const rows = testbed.db.selectFrom('session').select('last_seen_at').where('digest', '=', token)
    return (await rows.executeTakeFirstOrThrow()).last_seen_at
  }

  test('opens a session that is found until it is ended', async () => {
    const { account, token, session } = await signedIn()
    expect(session?.login).toBe(account.address.registered)
    expect(minutesFromNow(session?.signedInAt)).toBeCloseTo(0, 0)
    expect(minutesFromNow(session?.expiresAt)).toBeCloseTo(24 * 60, 0)

    expect(await find(token)).toEqual(session)
    await testbed.stores.sessions.end({ tokenDigest: token, clientDigest: newDigest() })
    expect(await find(token)).toBeUndefined()
  })

  test('ends one session and leaves the others', async () => {
    const { account, token } = await signedIn()
    const second = await signIn(account.id)
    await testbed.stores.sessions.end({ tokenDigest: token, clientDigest: newDigest() })
    expect(await find(second.token)).toBeDefined()
  })

  test('does not open if the credentials changed since they were checked', async () => {
    const { account, pair } = await testbed.mailedAccount()
    await testbed.stores.recovery.changePassword(changeWith(pair.link))

    const { token, session } = await signIn(account.id, { credentialVersion: 1 })
    expect(session).toBeUndefined()
    expect(await find(token)).toBeUndefined()
    expect((await signIn(account.id, { credentialVersion: 2 })).session).toBeDefined()
  })

  test('does not open for an account that is disabled or gone', async () => {
    const disabled = await testbed.addAccount()
    await testbed.setStatus(disabled.id, 'disabled')
    const gone = await testbed.addAccount()
    await testbed.deleteAccount(gone.id)

    expect((await signIn(disabled.id)).session).toBeUndefined()
    expect((await signIn(gone.id)).session).toBeUndefined()
  })

  test('ends after the idle time', async () => {
    const { token } = await signedIn()
    await change(token, { last_seen_at: ago('119 minutes') })
    expect(await find(token)).toBeDefined()
    await change(token, { last_seen_at: ago('121 minutes') })
    expect(await find(token)).toBeUndefined()
  })

  test('is kept alive by use, which is written at most once a minute', async () => {
    const { token } = await signedIn()
    await change(token, { last_seen_at: ago('30 seconds') })
    const before = await lastSeen(token)
    await find(token)
    expect(await lastSeen(token)).toEqual(before)

    await change(token, { last_seen_at: ago('90 seconds') })
    await find(token)
    expect(minutesFromNow(await lastSeen(token))).toBeCloseTo(0, 0)
  })

  test('ends after the absolute time, however much it is used', async () => {
    const { token } = await signedIn()
    await change(token, { expires_at: ago('1 second') })
    expect(await find(token)).toBeUndefined()
  })

  test('ends when the account’s credentials change or it is disabled', async () => {
    const { account, token } = await signedIn()
    await testbed.setStatus(account.id, 'disabled')
    expect(await find(token)).toBeUndefined()
    await testbed.setStatus(account.id, 'active')
    expect(await find(token)).toBeDefined()

    const moved = { credential_version: sql<number>`credential_version + 1` }
    await testbed.db.updateTable('account').set(moved).where('id', '=', account.id).execute()
    expect(await find(token)).toBeUndefined()
  })

  test('keeps sessions apart', async () => {
    const ada = await signedIn()
    const bob = await signedIn()
    expect((await find(ada.token))?.login).toBe(ada.account.address.registered)
    expect((await find(bob.token))?.login).toBe(bob.account.address.registered)
    expect(await find(newDigest())).toBeUndefined()
  })

  test('writes down who signed in, and from where it failed', async () => {
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
