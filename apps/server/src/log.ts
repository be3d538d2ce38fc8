import { describeError } from '@latchkey/server/parts'
import { type Logger, pino } from 'pino'
import { countLostLines, type LostLines, openLogOutput } from './log-output.ts'

export type { Logger }

const STANDARD_OUTPUT = 1

/**
 * JSON lines on standard output, times in UTC. Only named fields are logged: no body, no URL, no header.
 *
 * @param lost counts the lines that could not be written.
 */
export function createLog(
  level: string,
  name: 'web' | 'worker' | 'cli',
  lost: LostLines = countLostLines(),
): Logger {
  const output = openLogOutput({
    fd: STANDARD_OUTPUT,
    lost,
    onResumed: (interruption) =>
      log.warn({
        event: 'log.resumed',
        ...interruption,
        message: `${interruption.lost} log lines could not be written and are lost`,
      }),
  })
  const log: Logger = pino(
    {
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    output,
  )
  return log
}
