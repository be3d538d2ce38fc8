import { randomUUID } from 'node:crypto'
import type { RecoveryStore, TokenDigest } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  alarmWith,
  changeWith,
  minutesFromNow,
  newDigest,
  openPostgresTestbed,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'

describe.each(storeTestbeds)('the recovery store on %s, given "not me"', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const look = (token: TokenDigest) => testbed.stores.recovery.findNotMe(token)
  const raise = (token: TokenDigest) => testbed.stores.recovery.reportNotMe(alarmWith(token))
  const none = (reason: string) => ({ status: 'none', reason })

  test('looks at the secret of a notice and leaves it as it is', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const before = await testbed.secret(token)
    const found = await look(token)
    expect(found).toMatchObject({ status: 'good', owner: account.address })
    expect(minutesFromNow(found.status === 'good' ? found.expiresAt : undefined)).toBeCloseTo(
      72 * 60,
      0,
    )
    expect(await testbed.secret(token)).toEqual(before)
  })

  test('replaces the password, ends what is open, and opens a request with its job', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const { pair } = await testbed.mailFor(account)
    const session = newDigest()
    await testbed.stores.sessions.open({
      tokenDigest: session,
      accountId: account.id,
      credentialVersion: 1,
      idleMinutes: 120,
      absoluteMinutes: 1440,
      clientDigest: newDigest(),
      signInPair: newDigest(),
      addressDigest: newDigest(),
    })
    const alarm = alarmWith(token)
    const raised = await testbed.stores.recovery.reportNotMe(alarm)
    expect(raised).toMatchObject({ status: 'reported', accountId: account.id })
    expect(
      minutesFromNow(raised.status === 'reported' ? raised.codeExpiresAt : undefined),
    ).toBeCloseTo(10, 0)
    expect(await testbed.account(account.id)).toMatchObject({
      password_hash: 'nobody’s hash',
      credential_version: 2,
    })
    expect(await testbed.stores.sessions.find(session, 120)).toBeUndefined()
    expect((await testbed.secret(pair.link))?.voided_at).toEqual(expect.any(Date))
    expect((await testbed.secret(token))?.spent_at).toEqual(expect.any(Date))

    expect(await testbed.request(alarm.request.id)).toMatchObject({
      email_canonical: account.address.canonical,
      device: 'Firefox on Windows',
    })
    expect(await testbed.jobs(alarm.request.id)).toMatchObject([
      { job: { kind: 'recovery', requestId: alarm.request.id, withheld: false } },
    ])
    const audit = testbed.db
      .selectFrom('audit_event')
      .select(['kind', 'outcome'])
      .where('account_id', '=', account.id)
    expect(await audit.execute()).toContainEqual({ kind: 'not-me', outcome: 'reported' })
    expect(await raise(token)).toEqual(none('spent'))
  })

  test('still works after the password was changed again, which voids all the rest', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const { pair } = await testbed.mailFor(account)
    expect((await testbed.stores.recovery.changePassword(changeWith(pair.link))).status).toBe(
      'changed',
    )
    expect((await look(token)).status).toBe('good')
    expect((await raise(token)).status).toBe('reported')
  })

  test('says why a secret is not valid', async () => {
    expect(await raise(newDigest())).toEqual(none('unknown'))
    const { pair } = await testbed.mailedAccount()
    expect(await raise(pair.link)).toEqual(none('unknown'))

    const late = await testbed.alarmedAccount()
    await testbed.expire(late.token)
    expect([await look(late.token), await raise(late.token)]).toEqual(
      Array(2).fill(none('expired')),
    )

    const disabled = await testbed.alarmedAccount()
    await testbed.setStatus(disabled.account.id, 'disabled')
    const answers = [await look(disabled.token), await raise(disabled.token)]
    expect(answers).toEqual(Array(2).fill(none('voided')))
  })

  test('is not a right to choose a password', async () => {
    const { token } = await testbed.alarmedAccount()
    expect(await testbed.stores.recovery.findRight(token)).toEqual(none('unknown'))
    expect(await testbed.stores.recovery.changePassword(changeWith(token))).toEqual(none('unknown'))
  })

  test('is undone as a whole when its job cannot be written', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const before = await testbed.account(account.id)
    await testbed.whileBroken('audit_event', async () => {
      await expect(raise(token)).rejects.toThrow('broken on purpose')
    })
    expect(await testbed.account(account.id)).toEqual(before)
    expect((await raise(token)).status).toBe('reported')
  })
})

describe('with two processes at once', () => {
  let testbed: StoreTestbed
  let here: RecoveryStore
  let there: RecoveryStore
  beforeAll(async () => {
    testbed = await openPostgresTestbed()
    here = testbed.stores.recovery
    there = (await testbed.openNeighbour()).stores.recovery
  })
  afterAll(() => testbed.close())

  test('"not me" is reported once, and racing a reset one of the two is last', async () => {
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

  test('two reports of one account: the second secret is void', async () => {
    const { account, token } = await testbed.alarmedAccount()
    const second = await testbed.alarm(account.id)
    const answers = await Promise.all([
      here.reportNotMe(alarmWith(token)),
      there.reportNotMe(alarmWith(second, { id: randomUUID() })),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['none', 'reported'])
  })
})
