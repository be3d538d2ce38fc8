import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newAddress, type StoreTestbed, storeTestbeds } from '../testing/index.ts'

/* What the store contract says of accounts is not said again here. */

describe.each(storeTestbeds)('the account store on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  test('adds one account when many with the same address are added at once', async () => {
    const address = newAddress()
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

  test('samples one hash of each format and cost, however many accounts have it', async () => {
    const digest = 'w'.repeat(43)
    const hashesOf = (n: number) => {
      const salt = `${'s'.repeat(21)}${n}`
      return [
        `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest}`,
        `$argon2id$v=19$m=8192,t=3,p=1$${salt}$${digest}`,
        `$2y$10$${salt}${'w'.repeat(31)}`,
        `$2y$12$${salt}${'w'.repeat(31)}`,
        `bcrypt_sha256$$2b$11$${salt}${'w'.repeat(31)}`,
        `pbkdf2_sha256$260000$${salt}$${digest}=`,
        `pbkdf2_sha256$600000$${salt}$${digest}=`,
        `scrypt$16384$${salt}$8$1$${digest}`,
        `scrypt$16384$${salt}$8$5$${digest}`,
        `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${digest}$${salt}$${digest}`,
        `AQAAAAIAAYag${salt}${digest}`,
        `AQAAAAEAACcQ${salt}${digest}`,
      ]
    }
    const { accounts } = testbed.stores
    const add = (passwordHash: string | undefined) =>
      accounts.add({ id: randomUUID(), address: newAddress(), passwordHash, locale: undefined })
    for (const n of [1, 2, 3]) await Promise.all(hashesOf(n).map(add))
    await add(undefined)
    await add('5f4dcc3b5aa765d61d8327deb882cf99')
    expect((await accounts.sampleHashes()).toSorted()).toEqual(hashesOf(1).toSorted())
  })
})
