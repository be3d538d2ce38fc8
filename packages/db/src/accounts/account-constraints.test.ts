import { randomUUID } from 'node:crypto'
import { readEmailAddress } from '@latchkey/core'
import { awkwardAddresses } from '@latchkey/core/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDigest, type StoreTestbed, storeTestbeds } from '../testing/index.ts'

describe.each(storeTestbeds)('accounts that are written by SQL, on %s', (_, open) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await open()
  })
  afterAll(() => testbed.close())

  const add = (row: { email: string; email_canonical: string; password_hash?: string }) =>
    testbed.db
      .insertInto('account')
      .values({ id: randomUUID(), ...row })
      .execute()

  test.each(awkwardAddresses)('$left is judged as by the parser', async ({ left, says }) => {
    const read = readEmailAddress(left)
    if (read.ok) {
      const { registered, canonical } = read.address
      await add({ email: registered, email_canonical: canonical })
      await testbed.db.deleteFrom('account').where('email_canonical', '=', canonical).execute()
    }
    // As it was typed it is accepted only where that is the canonical spelling.
    const isCanonical = 'canonical' in says && says.canonical === left
    if (isCanonical || left.includes('\0')) return
    await expect(add({ email: left, email_canonical: left })).rejects.toThrow(
      /account_email(_canonical)?_check/,
    )
  })

  test.each([
    ['a capital', 'Grace@example.test', 'Grace@example.test'],
    ['a blank at the end', 'grace@example.test ', 'grace@example.test '],
    ['no @', 'nobody', 'nobody'],
    ['a domain in Unicode', 'ada@bücher.example', 'ada@bücher.example'],
    ['the address of another', 'eve@evil.test', 'ada@example.test'],
    ['another local part', 'eve@example.test', 'ada@example.test'],
    ['another domain', 'ada@evil.test', 'ada@example.test'],
    ['two addresses', 'ada@example.test@evil.test', 'ada@example.test'],
  ])('%s is refused', async (_what, email, canonical) => {
    await expect(add({ email, email_canonical: canonical })).rejects.toThrow(/_check/)
  })

  test.each(['', 'a hash\n', 'a\rhash'])('the hash %j is refused', async (hash) => {
    const account = { email: 'ada@example.test', email_canonical: 'ada@example.test' }
    await expect(add({ ...account, password_hash: hash })).rejects.toThrow(/password_hash_check/)
  })

  test('a changed address ends what the mailbox of the former address holds', async () => {
    const { account, pair } = await testbed.mailedAccount()
    const notice = await testbed.notMeOf(account.id)
    const before = await testbed.account(account.id)
    const session = { tokenDigest: newDigest(), accountId: account.id, credentialVersion: 1 }
    await testbed.stores.sessions.open({
      ...session,
      ...{ idleMinutes: 10, absoluteMinutes: 10 },
      ...{ chargedAddress: false, chargedStreak: false },
      ...{ clientDigest: newDigest(), signInPair: newDigest(), addressDigest: newDigest() },
      ...{ chargedAddress: false, chargedStreak: false },
    })
    expect(await testbed.stores.sessions.find(session.tokenDigest, 10)).toBeDefined()

    const moved = `moved-${account.id}@example.test`
    await testbed.db
      .updateTable('account')
      .set({ email: moved, email_canonical: moved })
      .where('id', '=', account.id)
      .execute()

    const after = await testbed.account(account.id)
    expect(after.credential_version).toBe(before.credential_version + 1)
    const { recovery, sessions } = testbed.stores
    expect(await recovery.findRight(pair.link)).not.toMatchObject({ status: 'good' })
    expect(await recovery.findCode([{ requestId: pair.requestId, codeDigests: [pair.code] }])).toBe(
      undefined,
    )
    // If a thief moved the account, this link is what its owner has left. It ends sessions and emails the new address.
    expect(await recovery.findNotMe(notice)).toMatchObject({ status: 'good' })
    expect(await sessions.find(session.tokenDigest, 10)).toBeUndefined()
  })

  test('other changes, and another spelling of the same address, end nothing', async () => {
    const { account, pair } = await testbed.mailedAccount()
    const { email } = await testbed.account(account.id)
    const capitals = { email: email.toUpperCase(), locale: 'de' }
    await testbed.db.updateTable('account').set(capitals).where('id', '=', account.id).execute()
    expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
  })
})
