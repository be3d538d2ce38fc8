import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { Unavailable } from '@latchkey/core'
import { DatabaseSetupError, FolderInUse } from '@latchkey/db'
import { program } from './cli/program.ts'
import { CommandFailed, type Terminal } from './cli/terminal.ts'
import { readConfig } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'

/* The only file that uses the process: its environment, its signals and its exit code. */

const STOP_TIMEOUT_MS = 25_000
// Ctrl-C in a terminal reaches every process of the group, and package managers forward it as well.
const SAME_SIGNAL_MS = 1_000

if (existsSync('.env')) process.loadEnvFile('.env')

const terminal: Terminal = {
  config: () => readConfig(process.env, (path) => readFileSync(path, 'utf8')),
  print: (line) => void process.stdout.write(`${line}\n`),
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
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return `Latchkey ended: ${String(error)}`
  if (
    error instanceof ConfigError ||
    error instanceof CommandFailed ||
    error instanceof FolderInUse ||
    error instanceof DatabaseSetupError
  ) {
    return error.message
  }
  const code = 'code' in error ? error.code : undefined
  const port = 'port' in error ? ` ${String(error.port)}` : ''
  if (code === 'EADDRINUSE') {
    return `The port${port} is in use by another program. Stop that program, or choose another port with PORT.`
  }
  if (code === 'EACCES' && 'port' in error) {
    return `This user is not allowed to listen on port${port}. Choose a port above 1023 with PORT.`
  }
  if (error instanceof Unavailable) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
    return `The database does not answer${cause}. Is it running, and is DATABASE_URL correct?`
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC') {
    return `A file could not be written: ${error.message}. Check DATA_DIR and its free space.`
  }
  return error.stack ?? error.message
}

await program(terminal, process.argv[2])
  .then((latchkey) => latchkey.parseAsync())
  .catch(end)
