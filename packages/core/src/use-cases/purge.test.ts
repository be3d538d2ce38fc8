import { expect, test } from 'vitest'
import { openTestbed } from '../testing/index.ts'

test('what a purge removed is returned and logged', async () => {
  const testbed = openTestbed()
  await testbed.request('ada@example.test')
  testbed.clock.pass({ hours: 7 * 24, seconds: 1 })
  const purged = await testbed.recovery.purge()
  expect(purged.requests).toBe(1)
  expect(testbed.events.at(-1)).toEqual({ event: 'purged', ...purged })
})
