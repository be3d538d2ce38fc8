import { expect, test } from 'vitest'
import { secretList } from './secret-list.ts'

const [one, two] = ['1'.repeat(32), '2'.repeat(32)]

test.each([[one], [` ${one}\n`]])('one secret is a list of one', (text) => {
  expect(secretList(text)).toEqual({ secrets: [one], problems: [] })
})

test.each([[`${two},${one}`], [`${two}, ${one},`], [`${two}\n${one}\n`], [`${two} ${one}`]])(
  'several keep their order, however they are separated',
  (text) => {
    expect(secretList(text)).toEqual({ secrets: [two, one], problems: [] })
  },
)

test('the length is counted in bytes, not characters', () => {
  expect(secretList('é'.repeat(16)).problems).toEqual([])
  expect(secretList('é'.repeat(15)).problems).toHaveLength(1)
})

test('an entry that is too short is named by its position, and never quoted', () => {
  const { problems } = secretList(`${two},short,${one},brief`)
  expect(problems.map((problem) => problem.slice(0, 12))).toEqual(['entry 2 of 4', 'entry 4 of 4'])
  expect(problems.join()).not.toMatch(/short|brief/)
  for (const nothing of ['', ' ', ',']) expect(secretList(nothing).problems).toHaveLength(1)
})
