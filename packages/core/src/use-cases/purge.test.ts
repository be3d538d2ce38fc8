import { expect, test } from 'vitest'
import { openTestbed } from '../testing/index.ts'

test('what was purged is told, to whoever asked and to the log', async () => {
  const testbed = openTestbed()
  await testbed.ask('ada@example.test')
  testbed.clock.pass({ hours: 2 })
  const purged = await testbed.recovery.purge()
  expect(purged.requests).toBe(1)
  expect(testbed.events.at(-1)).toEqual({ event: 'purged', ...purged })
})
