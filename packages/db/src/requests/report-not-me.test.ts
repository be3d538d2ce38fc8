import { randomUUID } from 'node:crypto'
import type { RecoveryStore, TokenDigest } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  alarmWith,
  changeWith,
  openPostgresTestbed,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'

/* What the store contract says of reports is not said again here. */

describe.each(storeTestbeds)('a report of "this wasn’t me" on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const raise = (token: TokenDigest) => testbed.stores.recovery.reportNotMe(alarmWith(token))

  test('stores the request of the owner, and writes an audit event', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const report = alarmWith(token)
    await testbed.stores.recovery.reportNotMe(report)
    expect(await testbed.request(report.request.id)).toMatchObject({
      email_canonical: account.address.canonical,
      device: 'Firefox on Windows',
    })
    const audit = testbed.db.selectFrom('audit_event').select(['kind', 'outcome'])
    expect(await audit.where('account_id', '=', account.id).execute()).toContainEqual({
      kind: 'not-me',
      outcome: 'reported',
    })
  })

  test('happens as a whole: if no audit event can be written, the password stays', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const before = await testbed.account(account.id)
    await testbed.whileBroken('audit_event', async () => {
      await expect(raise(token)).rejects.toThrow('broken on purpose')
    })
    expect(await testbed.account(account.id)).toEqual(before)
    expect((await raise(token)).status).toBe('reported')
  })
})

describe('raced by two processes', () => {
  let testbed: StoreTestbed
  let here: RecoveryStore
  let there: RecoveryStore
  beforeAll(async () => {
    testbed = await openPostgresTestbed()
    here = testbed.stores.recovery
    there = (await testbed.openNeighbour()).stores.recovery
  })
  afterAll(() => testbed.close())

  test('an alarm is raised once, and against a reset one of the two is last', async () => {
    for (let run = 0; run < 50; run += 1) {
      const { account, token } = await testbed.alarmedAccount()
      const { pair } = await testbed.mailFor(account)
      const [one, two, reset] = await Promise.all([
        here.reportNotMe(alarmWith(token)),
        there.reportNotMe(alarmWith(token)),
        there.changePassword(changeWith(pair.link)),
      ])
      expect([one.status, two.status].toSorted()).toEqual(['none', 'reported'])
      const { password_hash, credential_version } = await testbed.account(account.id)
      // Whichever came first: the alarm is never undone by the link it voids.
      expect(password_hash).toBe('nobody’s hash')
      expect(credential_version).toBe(reset.status === 'changed' ? 3 : 2)
    }
  })

  test('two alarms of one account: the other one is void', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const second = await testbed.alarm(account.id)
    const answers = await Promise.all([
      here.reportNotMe(alarmWith(token)),
      there.reportNotMe(alarmWith(second, { id: randomUUID() })),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['none', 'reported'])
  })
})
