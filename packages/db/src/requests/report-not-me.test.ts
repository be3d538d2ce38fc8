import { randomUUID } from 'node:crypto'
import type { RecoveryStore } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  alarmWith,
  changeWith,
  minutesFromNow,
  newDigest,
  openPostgresHouse,
  type StoreHouse,
  storeHouses,
} from '../testing/index.ts'

describe.each(storeHouses)('the recovery store on %s, told "not me"', (_, openHouse) => {
  let house: StoreHouse
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house.close())

  const look = (token: Uint8Array) => house.stores.recovery.findNotMe(token)
  const raise = (token: Uint8Array) => house.stores.recovery.reportNotMe(alarmWith(token))
  const none = (reason: string) => ({ status: 'none', reason })

  test('looks at the secret of a notice and leaves it as it is', async () => {
    const { account, token } = await house.alarmedAccount()
    const before = await house.secret(token)
    const found = await look(token)
    expect(found).toMatchObject({ status: 'good', owner: account.address })
    expect(minutesFromNow(found.status === 'good' ? found.expiresAt : undefined)).toBeCloseTo(
      72 * 60,
      0,
    )
    expect(await house.secret(token)).toEqual(before)
  })

  test('replaces the password, ends what is open, and opens a request with its job', async () => {
    const { account, token } = await house.alarmedAccount()
    const { pair } = await house.mailFor(account)
    const session = newDigest()
    await house.stores.sessions.open({
      token: session,
      accountId: account.id,
      credentialVersion: 1,
      idleMinutes: 120,
      absoluteMinutes: 1440,
      clientDigest: newDigest(),
      signInPair: newDigest(),
      addressDigest: newDigest(),
    })
    const alarm = alarmWith(token)
    const raised = await house.stores.recovery.reportNotMe(alarm)
    expect(raised).toMatchObject({ status: 'reported', accountId: account.id })
    expect(
      minutesFromNow(raised.status === 'reported' ? raised.codeExpiresAt : undefined),
    ).toBeCloseTo(10, 0)
    expect(await house.account(account.id)).toMatchObject({
      password_hash: 'nobody’s hash',
      credential_version: 2,
    })
    expect(await house.stores.sessions.find(session, 120)).toBeUndefined()
    expect((await house.secret(pair.link))?.voided_at).toEqual(expect.any(Date))
    expect((await house.secret(token))?.spent_at).toEqual(expect.any(Date))

    expect(await house.request(alarm.request.id)).toMatchObject({
      email_canonical: account.address.canonical,
      device: 'Firefox on Windows',
    })
    expect(await house.jobs(alarm.request.id)).toMatchObject([
      { data: { kind: 'recovery', requestId: alarm.request.id, withheld: false } },
    ])
    const audit = house.db
      .selectFrom('audit_event')
      .select(['kind', 'outcome'])
      .where('account_id', '=', account.id)
    expect(await audit.execute()).toContainEqual({ kind: 'not-me', outcome: 'reported' })
    expect(await raise(token)).toEqual(none('spent'))
  })

  test('still works after the password was changed again, which voids all the rest', async () => {
    const { account, token } = await house.alarmedAccount()
    const { pair } = await house.mailFor(account)
    expect((await house.stores.recovery.changePassword(changeWith(pair.link))).status).toBe(
      'changed',
    )
    expect((await look(token)).status).toBe('good')
    expect((await raise(token)).status).toBe('reported')
  })

  test('knows why a secret is none', async () => {
    expect(await raise(newDigest())).toEqual(none('unknown'))
    const { pair } = await house.mailedAccount()
    expect(await raise(pair.link)).toEqual(none('unknown'))

    const late = await house.alarmedAccount()
    await house.expire(late.token)
    expect([await look(late.token), await raise(late.token)]).toEqual(
      Array(2).fill(none('expired')),
    )

    const disabled = await house.alarmedAccount()
    await house.setStatus(disabled.account.id, 'disabled')
    const answers = [await look(disabled.token), await raise(disabled.token)]
    expect(answers).toEqual(Array(2).fill(none('voided')))
  })

  test('is no right to choose a password', async () => {
    const { token } = await house.alarmedAccount()
    expect(await house.stores.recovery.findRight(token)).toEqual(none('unknown'))
    expect(await house.stores.recovery.changePassword(changeWith(token))).toEqual(none('unknown'))
  })

  test('is undone as a whole when its job cannot be written', async () => {
    const { account, token } = await house.alarmedAccount()
    const before = await house.account(account.id)
    await house.whileBroken('audit_event', async () => {
      await expect(raise(token)).rejects.toThrow('broken on purpose')
    })
    expect(await house.account(account.id)).toEqual(before)
    expect((await raise(token)).status).toBe('reported')
  })
})

describe('raced by two processes', () => {
  let house: StoreHouse
  let here: RecoveryStore
  let there: RecoveryStore
  beforeAll(async () => {
    house = await openPostgresHouse()
    here = house.stores.recovery
    there = (await house.openNeighbour()).stores.recovery
  })
  afterAll(() => house.close())

  test('an alarm is raised once, and against a reset one of the two is last', async () => {
    for (let run = 0; run < 50; run += 1) {
      const { account, token } = await house.alarmedAccount()
      const { pair } = await house.mailFor(account)
      const [one, two, reset] = await Promise.all([
        here.reportNotMe(alarmWith(token)),
        there.reportNotMe(alarmWith(token)),
        there.changePassword(changeWith(pair.link)),
      ])
      expect([one.status, two.status].toSorted()).toEqual(['none', 'reported'])
      const { password_hash, credential_version } = await house.account(account.id)
      // Whichever came first: the alarm is never undone by the link it voids.
      expect(password_hash).toBe('nobody’s hash')
      expect(credential_version).toBe(reset.status === 'changed' ? 3 : 2)
    }
  })

  test('two alarms of one account: the other one is void', async () => {
    const { account, token } = await house.alarmedAccount()
    const second = await house.alarm(account.id)
    const answers = await Promise.all([
      here.reportNotMe(alarmWith(token)),
      there.reportNotMe(alarmWith(second, { id: randomUUID() })),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['none', 'reported'])
  })
})
