import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  changeWith,
  hex,
  inPlaceOf,
  newDigest,
  newSubjects,
  type StoreTestbed,
  spendOf,
  storeTestbeds,
} from '../testing/index.ts'

/* What the store contract says of a password change is not said again here. */

describe.each(storeTestbeds)('a password change on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  async function signIn(accountId: string) {
    const tokenDigest = newDigest()
    await testbed.stores.sessions.open({
      tokenDigest,
      accountId,
      credentialVersion: (await testbed.account(accountId)).credential_version,
      idleMinutes: 120,
      absoluteMinutes: 1440,
      clientDigest: newDigest(),
      ...newSubjects(),
    })
    return () => testbed.stores.sessions.find(tokenDigest, 120)
  }

  test('is refused with a link that an operator revoked', async () => {
    const { pair } = await testbed.mailedAccount()
    const voided = { voided_at: ago('1 second') }
    await testbed.db.updateTable('secret').set(voided).where('digest', '=', pair.link).execute()
    const none = { status: 'none', reason: 'voided' }
    expect(await testbed.stores.recovery.findRight(pair.link)).toEqual(none)
    expect(await testbed.stores.recovery.changePassword(changeWith(pair.link))).toEqual(none)
  })

  test('is not begun by checking its link: no row is touched', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    await signIn(account.id)
    const versions = async () => {
      const { rows } = await sql`
        select 'account' as what, xmin::text, ctid::text from account where id = ${account.id}
        union all select 'request', xmin::text, ctid::text
          from recovery_request where id = ${request.id}
        union all select kind, xmin::text, ctid::text
          from secret where account_id = ${account.id}
        union all select 'session', xmin::text, ctid::text
          from session where account_id = ${account.id}`.execute(testbed.db)
      return rows
    }
    const before = await versions()
    expect(before).toHaveLength(5)
    for (let i = 0; i < 3; i += 1) await testbed.stores.recovery.findRight(pair.link)
    await testbed.stores.recovery.findRight(inPlaceOf(pair.code))
    expect(await versions()).toEqual(before)
  })

  test('deletes the sessions and writes an audit event', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    await signIn(account.id)
    const change = changeWith(pair.link)
    await testbed.stores.recovery.changePassword(change)
    const sessions = testbed.db.selectFrom('session').select('digest')
    expect(await sessions.where('account_id', '=', account.id).execute()).toEqual([])
    const events = await testbed.db
      .selectFrom('audit_event')
      .selectAll()
      .where('kind', '=', 'password-changed')
      .where('account_id', '=', account.id)
      .execute()
    expect(events).toMatchObject([{ outcome: 'changed', request_id: request.id }])
    expect(hex(events[0]?.client_digest ?? newDigest())).toBe(hex(change.clientDigest))
  })

  test.each(['outbox_job', 'audit_event'])(
    'happens as a whole: if %s takes no row, the link still works',
    async (table) => {
      const { account, pair } = await testbed.mailedAccount()
      const session = await signIn(account.id)
      const before = await testbed.account(account.id)
      const change = () => testbed.stores.recovery.changePassword(changeWith(pair.link))

      const failed = testbed.whileBroken(table, change)
      await expect(failed).rejects.toThrow('broken on purpose')
      expect(await testbed.account(account.id)).toEqual(before)
      for (const digest of [pair.link, pair.code]) {
        expect(await testbed.secret(digest)).toMatchObject({ spent_at: null, voided_at: null })
      }
      expect(await session()).toBeDefined()
      expect(await testbed.jobs(account.id)).toEqual([])

      const spent = await testbed.stores.recovery.spendCode(spendOf(pair))
      expect(spent).toMatchObject({ status: 'spent' })
      expect(await change()).toMatchObject({ status: 'changed' })
    },
  )
})
