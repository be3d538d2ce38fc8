import { describeError } from '@latchkey/server/parts'
import { trace } from '@opentelemetry/api'
import { type DestinationStream, type Logger, pino } from 'pino'
import { countLostLines, type LostLines, openLogOutput } from './log-output.ts'

export type { Logger }

type Output = {
  /** Counts the lines that could not be written. */
  lost?: LostLines
  /** Instead of the usual output. */
  destination?: { write(text: string): unknown }
}

// Standard output of a command is for its result, which programs read.
const outputs = { web: 1, worker: 1, cli: 2 } as const

/** JSON lines, times in UTC; those of a command on standard error. Only named fields are logged: no body, no URL, no header. */
export function createLog(
  level: string,
  name: keyof typeof outputs,
  { lost = countLostLines(), destination }: Output = {},
): Logger {
  const usualOutput = () =>
    openLogOutput({
      fd: outputs[name],
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
  const log: Logger = pino(options, (destination as DestinationStream) ?? usualOutput())
  return log
}

/** So that a log line leads to its trace and back. Nothing while there are no traces. */
function whereInTraces(): object {
  const span = trace.getActiveSpan()?.spanContext()
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {}
}
