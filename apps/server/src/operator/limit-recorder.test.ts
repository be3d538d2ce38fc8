import type { LimitName } from '@latchkey/core'
import { expect, test } from 'vitest'
import { recordLimits } from './limit-recorder.ts'

test('refusals are added up, and none is lost while the database is away', async () => {
  const written: { limit: LimitName; hits: number }[][] = []
  let isAway = true
  const errors: unknown[] = []
  const store = {
    async add(hits: readonly { limit: LimitName; hits: number }[]) {
      if (isAway) throw new Error('away')
      written.push([...hits])
    },
  }
  const recorder = recordLimits(store, (error) => errors.push(error), 1_000_000)
  for (let n = 0; n < 3; n += 1) recorder.observe({ event: 'limit.reached', limit: 'guess-in-all' })
  recorder.observe({ event: 'recovery.requested', requestId: 'x' })
  await recorder.stop()
  expect(errors).toHaveLength(1)
  isAway = false
  recorder.observe({ event: 'limit.reached', limit: 'mail-by-address' })
  await recorder.stop()
  expect(written).toEqual([
    [
      { limit: 'guess-in-all', hits: 3 },
      { limit: 'mail-by-address', hits: 1 },
    ],
  ])
})
