import { describeError } from '@latchkey/server/parts'
import { trace } from '@opentelemetry/api'
import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger }

type Destination = { write(text: string): unknown }

/**
 * JSON lines, times in UTC. Only named fields are logged: no body, no URL, no header.
 *
 * @param destination standard output, unless given.
 */
export function createLog(
  level: string,
  name: 'web' | 'worker' | 'cli',
  destination: Destination = pino.destination({ sync: true }),
): Logger {
  const options = {
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    mixin: whereInTraces,
  }
  return pino(options, destination as DestinationStream)
}

/** So that a log line leads to its trace and back. Nothing while there are no traces. */
function whereInTraces(): object {
  const span = trace.getActiveSpan()?.spanContext()
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {}
}
