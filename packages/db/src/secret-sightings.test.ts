import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSecretSightings, type SecretSightings } from './secret-sightings.ts'
import { ago, type StoreTestbed, storeTestbeds } from './testing/index.ts'

describe.each(storeTestbeds)('the server secrets in use, on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let sightings: SecretSightings
  beforeAll(async () => {
    testbed = await openTestbed()
    sightings = createSecretSightings(testbed.database)
  })
  beforeEach(() => testbed.db.deleteFrom('server_secret').execute())
  afterAll(() => testbed.close())

  const [one, other] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]
  const seen = async () =>
    (await sightings.seen()).map(({ fingerprint, live }) => [[...fingerprint], live])

  test('the last one is first, and one that no process has said for minutes is not live', async () => {
    expect(await seen()).toEqual([])
    await sightings.note(one)
    await testbed.db
      .updateTable('server_secret')
      .set({ seen_at: ago('4 minutes') })
      .execute()
    await sightings.note(other)
    expect(await seen()).toEqual([
      [[4, 5, 6], true],
      [[1, 2, 3], false],
    ])
    await sightings.note(one)
    expect(await seen()).toEqual([
      [[1, 2, 3], true],
      [[4, 5, 6], true],
    ])
    await sightings.leave(one)
    expect(await seen()).toEqual([
      [[4, 5, 6], true],
      [[1, 2, 3], false],
    ])
  })
})
