import { expect, test } from 'vitest'
import { openHouse } from '../testing/index.ts'

test('what was purged is told, to whoever asked and to the log', async () => {
  const house = openHouse()
  await house.ask('ada@example.test')
  house.clock.pass({ hours: 2 })
  const purged = await house.recovery.purge()
  expect(purged.requests).toBe(1)
  expect(house.events.at(-1)).toEqual({ event: 'purged', ...purged })
})
