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
})
