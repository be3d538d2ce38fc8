import { describeError, type Log, type LogLine } from '../log.ts'

/** Warnings and errors as JSON lines on standard error. */
export const defaultLog: Log = {
  debug() {},
  info() {},
  warn: (line) => write('warn', line),
  error: (line) => write('error', line),
}

export const noLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

function write(level: string, { err, ...line }: LogLine): void {
  const time = new Date().toISOString()
  const error = err === undefined ? {} : { err: describeError(err) }
  console.error(JSON.stringify({ level, time, name: 'latchkey', ...line, ...error }))
}
