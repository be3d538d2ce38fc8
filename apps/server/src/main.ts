import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { DatabaseSetupError, FolderInUse } from '@latchkey/db'
import { CommanderError } from 'commander'
import { program } from './cli/program.ts'
import { CommandFailed, type Terminal } from './cli/terminal.ts'
import { readConfig } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'
import { describeDatabaseProblem } from './start/database-problem.ts'

/* The only file that uses the process: its environment, its signals and its exit code. */

const STOP_TIMEOUT_MS = 25_000
// Ctrl-C in a terminal reaches every process of the group, and package managers forward it as well.
const SAME_SIGNAL_MS = 1_000

if (existsSync('.env')) process.loadEnvFile('.env')

/** Whether standard output has a result, which may be that of a failure. */
let hasPrinted = false

const terminal: Terminal = {
  config: () => readConfig(process.env, (path) => readFileSync(path, 'utf8')),
  print(line) {
    hasPrinted = true
    process.stdout.write(`${line}\n`)
  },
  readInput: () => text(process.stdin),
  async question(text) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
    // Standard output is for the result only.
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    return lines.question(text).finally(() => lines.close())
  },
  onStop(stop) {
    let stoppingSince: number | undefined
    const onSignal = () => {
      if (stoppingSince === undefined) {
        stoppingSince = Date.now()
        setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref()
        stop().then(
          () => process.exit(0),
          (error) => end(error),
        )
      } else if (Date.now() - stoppingSince > SAME_SIGNAL_MS) {
        process.exit(1)
      }
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  },
}

function end(error: unknown): never {
  // What commander prints itself, such as help that was asked for.
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0)
  const sentence = explain(error)
  if (process.argv.includes('--json') && !hasPrinted) {
    const problems = error instanceof ConfigError ? { problems: error.problems } : {}
    process.stdout.write(`${JSON.stringify({ status: 'failed', error: sentence, ...problems })}\n`)
  }
  // Commander has printed its own.
  if (!(error instanceof CommanderError)) process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return `Latchkey ended unexpectedly: ${JSON.stringify(error)}`
  if (
    error instanceof ConfigError ||
    error instanceof CommandFailed ||
    error instanceof FolderInUse ||
    error instanceof DatabaseSetupError
  ) {
    return error.message
  }
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '')
  const code = 'code' in error ? error.code : undefined
  const port = 'port' in error ? ` ${String(error.port)}` : ''
  if (code === 'EADDRINUSE') {
    return `The port${port} is in use by another program. Stop that program, or choose another port with PORT.`
  }
  if (code === 'EACCES' && 'port' in error) {
    return `This user is not allowed to listen on port${port}. Choose a port above 1023 with PORT.`
  }
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

await program(terminal, process.argv[2])
  .then((latchkey) => latchkey.parseAsync())
  .catch(end)
