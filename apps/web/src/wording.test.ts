import { expect, test } from 'vitest'
import { wordDuration, wordTriesLeft } from './wording.ts'

test.each([
  [0.2, '1 second'],
  [45, '45 seconds'],
  [60, '1 minute'],
  [61, '2 minutes'],
  [3600, '1 hour'],
  [7300, '3 hours'],
])('words %d seconds as "%s"', (seconds, words) => {
  expect(wordDuration(seconds)).toBe(words)
})

test('counts tries as people do', () => {
  expect(wordTriesLeft(4)).toBe('4 tries left.')
  expect(wordTriesLeft(1)).toBe('One try left.')
})
