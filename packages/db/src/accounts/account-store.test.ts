import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emailAddress, minutesFromNow, type StoreTestbed, storeTestbeds } from '../testing/index.ts'

describe.each(storeTestbeds)('the account store on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  test('adds an account and finds what signing in needs', async () => {
    const { id, address } = await testbed.addAccount({ passwordHash: 'a hash' })

    expect(await testbed.stores.accounts.findForSignIn(address.canonical)).toEqual({
      accountId: id,
      passwordHash: 'a hash',
      credentialVersion: 1,
      status: 'active',
    })
  })

  test('knows an account without a password, and one that is disabled', async () => {
    const { id, address } = await testbed.addAccount({ passwordHash: null })
    await testbed.setStatus(id, 'disabled')

    expect(await testbed.stores.accounts.findForSignIn(address.canonical)).toMatchObject({
      passwordHash: undefined,
      status: 'disabled',
    })
  })

  test('leaves an existing account with the same address alone', async () => {
    const { id, address } = await testbed.addAccount({ passwordHash: 'the owner’s' })
    const before = await testbed.account(id)

    const again = { id: randomUUID(), address, passwordHash: 'a stranger’s', locale: 'de' }
    expect(await testbed.stores.accounts.add(again)).toBe(false)
    expect(await testbed.account(id)).toEqual(before)
  })

  test('adds one account when many add the same address at once', async () => {
    const address = emailAddress()
    const adds = Array.from({ length: 20 }, () =>
      testbed.stores.accounts.add({
        id: randomUUID(),
        address,
        passwordHash: undefined,
        locale: undefined,
      }),
    )
    expect((await Promise.all(adds)).filter((added) => added)).toHaveLength(1)
  })

  test.each([
    ['the Kelvin sign', '\u212Aelvin'],
    ['a dotless i', 'kelv\u0131n'],
    ['a capital', 'Kelvin'],
    ['a full-width letter', '\uFF4Belvin'],
    ['a combining mark', 'kelvin\u0301'],
    ['a space after it', 'kelvin '],
    ['a wildcard', 'kelvi%'],
    ['a wildcard for one', 'kelvi_'],
  ])('compares bytes: %s is another name', async (_what, name) => {
    const domain = `${randomUUID()}.test`
    await testbed.addAccount({ email: `kelvin@${domain}` })

    expect(await testbed.stores.accounts.findForSignIn(`${name}@${domain}`)).toBeUndefined()
    expect(await testbed.stores.accounts.findForSignIn(`kelvin@${domain}`)).toBeDefined()
  })

  test('lists accounts as an operator may see them', async () => {
    const domain = `${randomUUID()}.test`
    await testbed.addAccount({ email: `Zoe@${domain}`, locale: 'de' })
    const { id } = await testbed.addAccount({ email: `ada@${domain}`, passwordHash: null })

    const listed = await testbed.stores.accounts.list()
    const ours = listed.filter(({ email }) => email.endsWith(domain))
    expect(ours.map(({ email }) => email)).toEqual([`ada@${domain}`, `Zoe@${domain}`])
    const [ada, zoe] = ours
    expect(ada).toEqual({
      id,
      email: `ada@${domain}`,
      status: 'active',
      hasPassword: false,
      locale: undefined,
      createdAt: expect.any(Date),
      passwordChangedAt: undefined,
    })
    expect(minutesFromNow(ada?.createdAt)).toBeCloseTo(0, 0)
    expect(zoe).toMatchObject({ hasPassword: true, locale: 'de' })
    expect(JSON.stringify(listed)).not.toContain('first hash')
  })

  test('replaces a hash by a better one, unless it changed meanwhile', async () => {
    const { id } = await testbed.addAccount({ passwordHash: 'old' })
    const other = await testbed.addAccount({ passwordHash: 'old' })

    await testbed.stores.accounts.rehash(id, 'old', 'better')
    expect(await testbed.account(id)).toMatchObject({
      password_hash: 'better',
      credential_version: 1,
      password_changed_at: null,
    })
    await testbed.stores.accounts.rehash(id, 'old', 'too late')
    expect((await testbed.account(id)).password_hash).toBe('better')
    expect((await testbed.account(other.id)).password_hash).toBe('old')
  })
})
