import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import { DatabaseSetupError, FolderInUse } from '@latchkey/db'
import { ConfigError, SetupError } from '@latchkey/server/parts'
import { CommanderError } from 'commander'
import { program } from './cli/program.ts'
import { answerTo } from './cli/question.ts'
import { CommandFailed, HalfDone, type Terminal } from './cli/terminal.ts'
import { nearNames, readConfig } from './config/config.ts'
import { type DotEnv, noDotEnv, readDotEnv } from './config/dot-env.ts'
import { showSettings } from './config/show-settings.ts'
import { codeOfError, isAbsent, unreadable } from './config/unreadable.ts'
import { createLog, type Logger } from './log.ts'
import { settleLogs, writeLogsNow } from './log-output.ts'
import { describeDatabaseProblem } from './start/database-problem.ts'

/* The only file that uses the process: its environment, its signals and its exit code. */

const STOP_TIMEOUT_MS = 25_000
// Ctrl-C in a terminal reaches every process of the group, and package managers forward it as well.
const SAME_SIGNAL_MS = 1_000

/** A server or a worker goes on without an output. A command whose result is lost has failed. */
const isService = /^(?:start|worker)$/.test(process.argv[2] ?? '')

/** Of a server in production, whose output is read by programs: JSON lines, and nothing else. */
const serviceLog = createServiceLog()

/** Whether standard output has a result, which may be that of a failure. */
let hasPrinted = false
let isEnding = false

const terminal: Terminal = {
  config() {
    const dotEnv = readDotEnvFile()
    const config = readConfig(process.env, (path) => readFileSync(path, 'utf8'), dotEnv)
    if (serviceLog) serviceLog.level = config.logLevel
    for (const note of nearNames(process.env, dotEnv)) terminal.say(note)
    return config
  },
  settings: () => showSettings(process.env, readDotEnvFile()),
  operator: operatorName(),
  print(line) {
    hasPrinted = true
    process.stdout.write(`${line}\n`)
  },
  say(line) {
    if (serviceLog) serviceLog.warn({ event: 'service.note', message: line })
    else process.stderr.write(`${line}\n`)
  },
  welcome(lines) {
    if (!serviceLog) terminal.print(lines)
  },
  readInput: () => text(process.stdin),
  input: () => process.stdin,
  async question(text) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
    // Standard output is for the result only.
    return answerTo(text, { input: process.stdin, output: process.stderr })
  },
  onStop(stop, drainSeconds = 0) {
    let stoppingSince: number | undefined
    const onSignal = (signal: NodeJS.Signals) => {
      if (stoppingSince === undefined) {
        stoppingSince = Date.now()
        const atOnce = signal === 'SIGINT'
        const pause = atOnce ? 0 : drainSeconds * 1_000
        setTimeout(() => process.exit(1), STOP_TIMEOUT_MS + pause).unref()
        stop(atOnce)
          .then(settleLogs)
          .then(() => leave(0), end)
      } else if (Date.now() - stoppingSince > SAME_SIGNAL_MS) {
        process.exit(1)
      }
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  },
}

/** `undefined`: this command talks to people. */
function createServiceLog(): Logger | undefined {
  if (!isService || !isProduction()) return undefined
  const log = createLog('info', process.argv[2] === 'start' ? 'web' : 'worker', {
    destination: process.stderr,
  })
  // Node's own listener prints in words.
  process.removeAllListeners('warning')
  process.on('warning', (err) => log.warn({ event: 'node.warning', err }))
  process.on('uncaughtException', (err) => {
    log.fatal({ event: 'service.crashed', err })
    process.exit(1)
  })
  return log
}

function isProduction(): boolean {
  try {
    return (process.env.NODE_ENV ?? readDotEnvFile().values.NODE_ENV)?.trim() === 'production'
  } catch {
    // It is read again, and refused, when the settings are.
    return false
  }
}

function outputFailed(error: NodeJS.ErrnoException): void {
  if (isService) return
  // A reader that has seen enough, such as `head`.
  if (error.code === 'EPIPE') process.exit(1)
  process.stderr.write(`The output could not be written, so it is incomplete: ${error.message}\n`)
  void leave(1)
}

/** Ends the process when everything is written: what waits for a slow reader would be lost. */
async function leave(code: number): Promise<void> {
  process.exitCode = code
  await Promise.all([written(process.stdout), written(process.stderr)])
  // A failure to write is reported just after the write itself, and has a sentence of its own.
  await new Promise(setImmediate)
  process.exit(code)
}

/** Resolves also when writing fails: the listener for errors says what then happens. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return Promise.resolve()
  return new Promise((resolve) => stream.write('', () => resolve()))
}

/** Also behind sudo, where everybody is root. */
function operatorName(): string | null {
  try {
    return process.env.SUDO_USER ?? userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return null
  }
}

/** `.env` in the folder in which the program was started. Only settings are read from it; it changes no variable. */
function readDotEnvFile(): DotEnv {
  let bytes: Buffer
  try {
    bytes = readFileSync('.env')
  } catch (error) {
    const code = codeOfError(error)
    if (isAbsent(code)) return noDotEnv
    // Nobody names a file in it.
    const why = code === 'EISDIR' ? 'is a folder' : unreadable(code)
    throw new ConfigError([`.env in this folder ${why}; let this user read it, or move it away`])
  }
  return readDotEnv(bytes)
}

async function end(thrown: unknown): Promise<void> {
  // A command that a signal stopped ends twice: by itself, and for the signal.
  if (isEnding) return
  isEnding = true
  const error = thrown instanceof HalfDone ? thrown.cause : thrown
  // What commander prints itself, such as help that was asked for.
  if (error instanceof CommanderError && error.exitCode === 0) return leave(0)
  const sentence = explain(error)
  if (process.argv.includes('--json') && !hasPrinted) {
    const problems =
      error instanceof Error && 'problems' in error ? { problems: error.problems } : {}
    const done = thrown instanceof HalfDone ? thrown.done : {}
    const failure = { status: 'failed', error: sentence, ...problems, ...done }
    process.stdout.write(`${JSON.stringify(failure)}\n`)
  }
  if (serviceLog) serviceLog.fatal({ event: 'service.failed', message: sentence })
  // Commander has printed its own.
  else if (!(error instanceof CommanderError)) process.stderr.write(`${sentence}\n`)
  return leave(error instanceof CommandFailed ? error.exitCode : 1)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return `Latchkey ended unexpectedly: ${JSON.stringify(error)}`
  if (
    error instanceof ConfigError ||
    error instanceof CommandFailed ||
    error instanceof SetupError ||
    error instanceof FolderInUse ||
    error instanceof DatabaseSetupError
  ) {
    return error.message
  }
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '')
  const code = codeOfError(error)
  const database = describeDatabaseProblem(error, process.env.DATABASE_URL)
  if (database !== undefined) return database
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC') {
    return `A file could not be written: ${error.message}. Check DATA_DIR and its free space.`
  }
  // A fault of ours. Where it happened is for those who look for it.
  const isWanted = /^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '')
  if (isWanted) return error.stack ?? error.message
  return `Latchkey ended unexpectedly: ${error.message || error.name}. With LOG_LEVEL=debug it says where.`
}

process.stdout.on('error', outputFailed)
process.stderr.on('error', () => {})
process.on('exit', writeLogsNow)

await program(terminal, process.argv[2])
  .then((latchkey) => latchkey.parseAsync())
  .catch(end)
