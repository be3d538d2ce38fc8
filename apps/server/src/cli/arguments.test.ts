import type { Command, Option } from 'commander'
import { describe, expect, test } from 'vitest'
import { lineGiven } from './arguments.ts'
import { program } from './program.ts'
import type { Terminal } from './terminal.ts'

describe('a reason or a name', () => {
  test.each([
    ['', 'It must say something.'],
    [' \t', 'It must say something.'],
    ['\u200b\u00ad', 'It must say something.'],
    ['two\nlines', 'It must be one line'],
    ['red \u001b[31m', 'It must be one line'],
    ['\u202edesrever', 'It must be one line'],
    ['x'.repeat(21), 'at most 20 characters'],
  ])('%j is refused', (typed, problem) => {
    expect(() => lineGiven(typed, 20)).toThrow(problem)
  })

  test.each(['INC-4711', '?', '顧客の依頼', '👩‍💻'])('%s is one', (typed) => {
    expect(lineGiven(` ${typed} `, 20)).toBe(typed)
  })
})

test('no command takes a reason or the name of a campaign that says nothing', async () => {
  const given = optionsOf(await program({} as Terminal)).filter(({ long }) =>
    ['--reason', '--public-reason', '--campaign'].includes(long ?? ''),
  )
  expect(given.length).toBeGreaterThan(8)
  for (const option of given) {
    expect(() => option.parseArg?.(' ', undefined)).toThrow('It must say something.')
  }
})

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)]
}
