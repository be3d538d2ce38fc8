import { describeError } from '@latchkey/server/parts'
import { type Logger, pino } from 'pino'

export type { Logger }

/** JSON lines on standard output, times in UTC. Only named fields are logged: no body, no URL, no header. */
export function createLog(level: string, name: 'web' | 'worker' | 'cli'): Logger {
  return pino({
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  })
}
