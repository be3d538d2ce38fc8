import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { answerTo } from './question.ts'
import { CommandFailed } from './terminal.ts'

/** A terminal in which these keys are pressed at a question. */
function pressing(keys: string) {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} })
  const input = terminal()
  const answer = answerTo('Type yes to continue: ', { input, output: terminal() })
  input.write(keys)
  return answer
}

test('an answer is the line that was typed', async () => {
  expect(await pressing('yes\r')).toBe('yes')
})

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at a question stops the command, as a signal does', async (_, key) => {
  const failed = await pressing(key).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(CommandFailed)
  expect(failed).toMatchObject({ message: 'Stopped. Nothing was done.', exitCode: 130 })
})
