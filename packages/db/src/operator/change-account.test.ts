import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeWith, newAddress, type StoreTestbed, storeTestbeds } from '../testing/index.ts'
import { createWebhookStore } from '../webhooks/webhook-store.ts'
import { createOperator, type Operator } from './index.ts'

const by = { operator: 'ada', reason: 'left the company' }

describe.each(storeTestbeds)('an operator on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let operator: Operator
  beforeAll(async () => {
    testbed = await openTestbed()
    operator = createOperator(testbed.database, testbed.queue)
    const types = ['account.disabled', 'account.removed', 'account.address_changed'] as const
    await createWebhookStore(testbed.database).configure([
      { name: 'crm', url: 'https://crm.example.test', types: [...types, 'account.sessions_ended'] },
    ])
  })
  afterAll(() => testbed.close())

  const lastEvents = async (accountId: string) => {
    const rows = await testbed.db
      .selectFrom('webhook_event')
      .select(['type', 'data'])
      .where(sql`data ->> 'accountId'`, '=', accountId)
      .orderBy('at')
      .orderBy('type')
      .execute()
    return rows.map(({ type }) => type).filter((type) => type !== 'account.recovery_requested')
  }
  const audited = async (accountId: string) => {
    const rows = await testbed.db
      .selectFrom('audit_event')
      .select(['outcome', 'operator', 'reason'])
      .where('kind', '=', 'account-changed')
      .where('account_id', '=', accountId)
      .orderBy('id')
      .execute()
    return rows
  }

  test('adds an account with its audit event, and changes none that is there', async () => {
    const address = newAddress()
    const account = { id: randomUUID(), address, passwordHash: 'hash', locale: 'de' }
    expect(await operator.addAccount(account, by)).toBe(true)
    const again = { ...account, id: randomUUID(), passwordHash: undefined, locale: undefined }
    expect(await operator.addAccount(again, by)).toBe(false)
    expect(await operator.showAccount(address.canonical)).toMatchObject({
      ...{ id: account.id, hasPassword: true, locale: 'de' },
    })
    expect(await audited(account.id)).toEqual([{ outcome: 'added', ...by }])
    expect(await audited(again.id)).toEqual([])
  })

  test('disables and enables an account: its link works no more, not even afterwards', async () => {
    const { account, pair } = await testbed.mailedAccount()
    const { canonical } = account.address
    const change = (what: 'disable' | 'enable') =>
      operator.changeAccount({ canonicalEmail: canonical, change: { what } }, by)
    expect(await change('disable')).toMatchObject({ status: 'changed', revoked: { accounts: 1 } })
    expect(await change('disable')).toMatchObject({ status: 'unchanged' })
    const spend = () => testbed.stores.recovery.changePassword(changeWith(pair.link))
    expect((await spend()).status).toBe('none')
    expect(await change('enable')).toMatchObject({ status: 'changed', revoked: undefined })
    expect((await spend()).status).toBe('none')
    expect(await operator.showAccount(canonical)).toMatchObject({
      status: 'active',
      openSecrets: 0,
    })
    expect(await audited(account.id)).toEqual([
      { outcome: 'disabled', ...by },
      { outcome: 'enabled', ...by },
    ])
    expect(await lastEvents(account.id)).toEqual(['account.disabled', 'account.sessions_ended'])
  })

  test('moves an account, but not to an address that another one has', async () => {
    const { account, pair } = await testbed.mailedAccount()
    const other = await testbed.addAccount()
    const to = newAddress()
    const move = (address: typeof to) =>
      operator.changeAccount(
        {
          canonicalEmail: account.address.canonical,
          change: { what: 'move', to: address },
        },
        by,
      )
    expect(await move(other.address)).toEqual({ status: 'taken' })
    expect(await move(to)).toMatchObject({ status: 'changed' })
    expect(await testbed.account(account.id)).toMatchObject({ email: to.registered })
    expect((await testbed.stores.recovery.changePassword(changeWith(pair.link))).status).toBe(
      'none',
    )
    expect(await move(to)).toEqual({ status: 'unknown' })
    expect(await lastEvents(account.id)).toEqual([
      'account.address_changed',
      'account.sessions_ended',
    ])
  })

  test('sets a language and a password, of which the owner is told', async () => {
    const { account, pair } = await testbed.mailedAccount()
    const { canonical: canonicalEmail } = account.address
    const set = (change: Parameters<Operator['changeAccount']>[0]['change']) =>
      operator.changeAccount({ canonicalEmail, change }, by)
    expect(await set({ what: 'set-locale', locale: 'de' })).toMatchObject({ status: 'changed' })
    expect(await set({ what: 'set-locale', locale: 'de' })).toMatchObject({ status: 'unchanged' })
    await set({ what: 'set-password', passwordHash: 'another hash' })
    expect(await testbed.account(account.id)).toMatchObject({
      ...{ locale: 'de', password_hash: 'another hash', password_changed_at: expect.any(Date) },
    })
    expect((await testbed.stores.recovery.changePassword(changeWith(pair.link))).status).toBe(
      'none',
    )
    expect((await testbed.jobs(account.id)).map(({ job }) => job.kind)).toEqual([
      'password-changed',
    ])
  })

  test('removes an account with everything that belongs to it', async () => {
    const { account } = await testbed.mailedAccount()
    const { canonical } = account.address
    const remove = { canonicalEmail: canonical, change: { what: 'remove' } } as const
    expect(await operator.changeAccount(remove, by)).toMatchObject({ status: 'changed' })
    expect(await operator.showAccount(canonical)).toBeUndefined()
    expect(await operator.changeAccount(remove, by)).toEqual({ status: 'unknown' })
    expect(await lastEvents(account.id)).toEqual(['account.removed', 'account.sessions_ended'])
  })

  test('imports accounts again and again, and leaves those that are there', async () => {
    const address = newAddress()
    const row = (email = newAddress()) => ({
      ...{ id: randomUUID(), email: email.registered, canonical: email.canonical },
      ...{ password_hash: 'hash', status: 'disabled' as const, locale: null },
    })
    const first = [row(address), row()]
    const ids = first.map(({ id }) => id)
    const reason = randomUUID()
    const importing = { operator: 'night shift', reason }
    expect((await operator.importAccounts(first, importing)).toSorted()).toEqual(ids.toSorted())
    const again = [row(address), row(address), row()]
    expect(await operator.importAccounts(again, importing)).toEqual([again[2]?.id])
    expect(await operator.importAccounts(again, importing)).toEqual([])
    expect(await operator.findExisting([address.canonical, 'nobody@example.test'])).toEqual([
      address.canonical,
    ])
    const audited = testbed.db
      .selectFrom('audit_event')
      .select(['kind', 'outcome', 'operator', 'count'])
      .where('reason', '=', reason)
      .orderBy('id')
    const added = { kind: 'accounts-imported', outcome: 'added', operator: 'night shift' }
    expect(await audited.execute()).toEqual([
      { ...added, count: 2 },
      { ...added, count: 1 },
    ])
    expect(await operator.showAccount(address.canonical)).toMatchObject({
      ...{ id: ids[0], status: 'disabled', hasPassword: true, own: { sessions: 0 } },
    })
  })
})
