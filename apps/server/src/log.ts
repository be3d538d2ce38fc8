import { describeError } from '@latchkey/server/parts'
import { trace } from '@opentelemetry/api'
import { type DestinationStream, type Logger, pino } from 'pino'
import { countLostLines, type LostLines, openLogOutput } from './log-output.ts'

export type { Logger }

type Output = {
  /** Counts the lines that could not be written to standard output. */
  lost?: LostLines
  /** Instead of standard output. */
  destination?: { write(text: string): unknown }
}

const STANDARD_OUTPUT = 1

/** JSON lines, times in UTC. Only named fields are logged: no body, no URL, no header. */
export function createLog(
  level: string,
  name: 'web' | 'worker' | 'cli',
  { lost = countLostLines(), destination }: Output = {},
): Logger {
  const standardOutput = () =>
    openLogOutput({
      fd: STANDARD_OUTPUT,
      lost,
      onResumed: (interruption) =>
        log.warn({
          event: 'log.resumed',
          ...interruption,
          message: `${interruption.lost} log lines could not be written and are lost`,
        }),
    })
  const options = {
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    mixin: whereInTraces,
  }
  const log: Logger = pino(options, (destination as DestinationStream) ?? standardOutput())
  return log
}

/** So that a log line leads to its trace and back. Nothing while there are no traces. */
function whereInTraces(): object {
  const span = trace.getActiveSpan()?.spanContext()
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {}
}
