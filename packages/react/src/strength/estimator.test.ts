import { expect, test } from 'vitest'
import { verdictOf } from './estimator.ts'

test('a password is good from a score of 3', () => {
  const strengths = [0, 1, 2, 3, 4].map((score) => verdictOf({ score, reasons: [] }).strength)
  expect(strengths).toEqual(['weak', 'weak', 'weak', 'good', 'good'])
})

test('a password that will be refused is never called good', () => {
  const reasons = ['PASSWORD_CONTEXT'] as const
  expect(verdictOf({ score: 4, reasons })).toEqual({ strength: 'refused', reasons })
})
