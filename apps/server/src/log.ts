import type { Observe, RecoveryEvent } from '@latchkey/core'
import { type Logger, pino } from 'pino'

export type { Logger }

/** JSON lines on standard output, times in UTC. Only named fields are ever logged: no body, no URL, no header. */
export function createLog(level: string, name: 'web' | 'worker' | 'cli'): Logger {
  return pino({
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  })
}

/** Domain events as log lines. A refusal or a limit is news at debug level: any stranger can cause one. */
export function observeTo(log: Logger): Observe {
  return (event) => log[levelOf(event)](event)
}

/** Tells each of them. */
export function toAll(...observers: readonly Observe[]): Observe {
  return (event) => {
    for (const observe of observers) observe(event)
  }
}

function levelOf(event: RecoveryEvent): 'debug' | 'info' | 'warn' {
  if (event.event === 'mail.held' || event.event === 'message.broke-off') return 'warn'
  if (event.event === 'message.held') return 'debug'
  if (event.event === 'message.delayed' || event.event === 'message.dead') return 'warn'
  if (event.event === 'account.hash-unfit' || event.event === 'recovery.not-me-reported')
    return 'warn'
  if (event.event === 'password.breach-lookup') {
    return event.outcome === 'failed' ? 'warn' : 'debug'
  }
  return event.event.endsWith('refused') || event.event === 'limit.reached' ? 'debug' : 'info'
}

type Described = {
  type: string
  code?: unknown
  message: string
  stack?: string
  cause?: Described
}

// Library errors carry the query's parameters or the mail's envelope along: only these fields are safe.
function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack.split('\n').slice(1).join('\n') }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}
