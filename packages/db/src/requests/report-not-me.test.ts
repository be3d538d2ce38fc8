import { randomUUID } from 'node:crypto'
import type { RecoveryStore, TokenDigest } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeWith,
  openPostgresTestbed,
  reportWith,
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

  const raise = (token: TokenDigest) => testbed.stores.recovery.reportNotMe(reportWith(token))

  test('stores the request of the owner, and writes an audit event', async () => {
    const { account, token } = await testbed.noticedAccount()
    const report = reportWith(token)
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
    const { account, token } = await testbed.noticedAccount()
    const before = await testbed.account(account.id)
    await testbed.whileBroken('audit_event', async () => {
      await expect(raise(token)).rejects.toThrow('broken on purpose')
    })
    expect(await testbed.account(account.id)).toEqual(before)
    expect((await raise(token)).status).toBe('reported')
  })
})

describe('reports from two processes at once', () => {
  let testbed: StoreTestbed
  let here: RecoveryStore
  let there: RecoveryStore
  beforeAll(async () => {
    testbed = await openPostgresTestbed()
    here = testbed.stores.recovery
    there = (await testbed.openNeighbour()).stores.recovery
  })
  afterAll(() => testbed.close())

  test('succeed once, and are not undone by a reset at the same time', async () => {
    for (let run = 0; run < 50; run += 1) {
      const { account, token } = await testbed.noticedAccount()
      const { pair } = await testbed.mailFor(account)
      const [one, two, reset] = await Promise.all([
        here.reportNotMe(reportWith(token)),
        there.reportNotMe(reportWith(token)),
        there.changePassword(changeWith(pair.link)),
      ])
      expect([one.status, two.status].toSorted()).toEqual(['none', 'reported'])
      const { password_hash, credential_version } = await testbed.account(account.id)
      // In either order, the report has the last word over the link that it voids.
      expect(password_hash).toBe('hash of a password nobody knows')
      expect(credential_version).toBe(reset.status === 'changed' ? 3 : 2)
    }
  })

  test('with two secrets of one account succeed with one of them', async () => {
    const { account, token } = await testbed.noticedAccount()
    const second = await testbed.notMeOf(account.id)
    const answers = await Promise.all([
      here.reportNotMe(reportWith(token)),
      there.reportNotMe(reportWith(second, { id: randomUUID() })),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['none', 'reported'])
  })
})
