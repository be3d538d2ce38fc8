import { describe, expect, test } from 'vitest'
import { type SuppressionTerm, suppressionCauses, termAfter } from './suppression.ts'

const day = (n: number) => new Date(Date.UTC(2030, 0, n))
const bounced = (at: Date) => ({ cause: 'bounced', at }) as const
const known: SuppressionTerm = {
  ...{ times: 1, reportedAt: day(1), recoveryUntil: day(8), until: day(8), liftedAt: undefined },
}

/* What several reports lead to in a store is in the store contract. */

describe('after an operator lifted a suppression', () => {
  const lifted = { ...known, liftedAt: day(3) }

  test('a report of the time before is no news, even if it is another one', () => {
    expect(termAfter(lifted, bounced(day(2)), day(4))).toBeUndefined()
  })

  test('a report of the time after begins it anew, as if it were the first', () => {
    expect(termAfter(lifted, bounced(day(4)), day(5))).toMatchObject({
      ...{ times: 1, until: day(11), liftedAt: undefined },
    })
  })
})

test('a report while it lasts is taken down, and lengthens nothing', () => {
  expect(termAfter(known, bounced(day(7)), day(7))).toEqual({ ...known, reportedAt: day(7) })
  expect(termAfter(known, bounced(day(9)), day(9))).toMatchObject({ times: 2, until: day(23) })
})

test('no cause keeps anybody from recovery for good', () => {
  for (const { recoveryHours, hours, mostDoublings } of Object.values(suppressionCauses)) {
    expect(recoveryHours).toBeLessThanOrEqual(hours)
    expect(recoveryHours * 2 ** mostDoublings).toBeLessThanOrEqual(8 * 7 * 24)
  }
  expect(suppressionCauses.complained).toMatchObject({ recoveryHours: 24, mostDoublings: 0 })
})
