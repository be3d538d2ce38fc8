import { createInterface } from 'node:readline/promises'
import { CommandFailed, STOPPED } from './terminal.ts'

/** Where the question is printed and the answer is typed. */
type Streams = { input: NodeJS.ReadableStream; output: NodeJS.WritableStream }

/**
 * Prints a question and reads one line.
 *
 * @throws CommandFailed at Ctrl-C, and at Ctrl-D, which is no answer either.
 */
export async function answerTo(question: string, streams: Streams): Promise<string> {
  const lines = createInterface(streams)
  try {
    return await lines.question(question)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
    // The cursor stands behind the question.
    streams.output.write('\n')
    throw new CommandFailed('Stopped. Nothing was done.', STOPPED.SIGINT)
  } finally {
    lines.close()
  }
}
