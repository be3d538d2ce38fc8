import type { Observe, RecoveryEvent } from '@latchkey/core'

/** What is logged: a named event, with fields that hold no secret and no address. */
export type LogLine = { event: string; message?: string; err?: unknown } & Record<string, unknown>

/** Where log lines go. A pino logger is one. */
export type Log = Record<Level, (line: LogLine) => void>

type Level = 'debug' | 'info' | 'warn' | 'error'

/** Domain events as log lines. */
export function observeTo(log: Log): Observe {
  return (event) => log[levelOf(event)](event)
}

/** Passes each event to all of them. */
export function toAll(...observers: readonly Observe[]): Observe {
  return (event) => {
    for (const observe of observers) observe(event)
  }
}

const levels: Record<RecoveryEvent['event'], Level> = {
  'recovery.requested': 'info',
  'recovery.resent': 'info',
  'recovery.code-verified': 'info',
  'recovery.token-verified': 'info',
  'recovery.password-changed': 'info',
  'recovery.not-me-verified': 'info',
  'recovery.not-me-reported': 'warn',
  // Any stranger can cause refusals, and must not be able to fill the log.
  'recovery.refused': 'debug',
  'session.signed-in': 'info',
  'session.refused': 'debug',
  'account.hash-unfit': 'warn',
  'account.change_undone': 'error',
  'password.breach-lookup': 'debug',
  'limit.reached': 'debug',
  'message.handed-over': 'info',
  'message.suppressed': 'info',
  'message.delayed': 'warn',
  'message.held': 'debug',
  'message.dead': 'warn',
  'message.broke-off': 'warn',
  'mail.held': 'warn',
  'mail.resumed': 'info',
  'mail.reported': 'info',
  'job.failed': 'warn',
  'job.dead': 'warn',
  'webhook.delivered': 'info',
  'webhook.delayed': 'warn',
  'webhook.dead': 'error',
  'webhook.gone': 'error',
  purged: 'info',
}

function levelOf(event: RecoveryEvent): Level {
  const lookUpFailed = event.event === 'password.breach-lookup' && event.outcome === 'failed'
  return lookUpFailed ? 'warn' : levels[event.event]
}

type Described = {
  type: string
  code?: unknown
  message: string
  stack?: string
  cause?: Described
}

/** Errors of libraries contain parameters of queries or envelopes of emails: only these fields are safe. */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack.split('\n').slice(1).join('\n') }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}
