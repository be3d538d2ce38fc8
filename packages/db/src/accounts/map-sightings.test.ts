import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ago, type StoreTestbed, storeTestbeds } from '../testing/index.ts'
import { readAccountMap } from './map/read-account-map.ts'
import { createMapSightings, usersFingerprint } from './map-sightings.ts'

function mapOf(table: string, cost: number) {
  const read = readAccountMap({
    users: { table, id: 'id', email: 'email' },
    password: { columns: { hash: 'password' }, write: 'bcrypt', cost },
  })
  return read.ok ? read.map : expect.unreachable()
}

describe.each(storeTestbeds)('whose users are recovered, on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  test('another users table differs while a process says so; another cost does not', async () => {
    const sightings = createMapSightings(testbed.database)
    const [shop, own] = [usersFingerprint(mapOf('shop.users', 10)), usersFingerprint(undefined)]
    await sightings.note(shop)
    expect(await sightings.differs(usersFingerprint(mapOf('shop.users', 12)))).toBe(false)
    expect(await sightings.differs(usersFingerprint(mapOf('admin.users', 10)))).toBe(true)
    expect(await sightings.differs(own)).toBe(true)
    await sightings.leave(shop)
    expect(await sightings.differs(own)).toBe(false)
    await sightings.note(shop)
    await testbed.db
      .updateTable('account_map')
      .set({ seen_at: ago('4 minutes') })
      .execute()
    expect(await sightings.differs(own)).toBe(false)
  })
})
