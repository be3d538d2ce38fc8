import { parseArgs } from 'node:util'
import { defaultLog } from './config/default-log.ts'
import { isProduction } from './config/environment.ts'
import { findInstance } from './instance/find-instance.ts'
import { runWorker } from './worker.ts'

/* The commands `latchkey worker` and `latchkey migrate`, for applications that embed Latchkey. */

const USAGE = `Usage: latchkey worker  --config <module>   send the emails, in a process of its own
       latchkey migrate --config <module>   make or update the tables, and end

The module exports an instance: export const latchkey = createLatchkey({ … })`

/** What the commands touch of the process. */
export type CommandProcess = {
  argv: string[]
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown }
  exit(code: number): never
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

export async function main(host: CommandProcess): Promise<void> {
  const wanted = commandIn(host.argv.slice(2))
  if (wanted === undefined) {
    host.stderr.write(`${USAGE}\n`)
    return host.exit(1)
  }
  try {
    if (wanted.command === 'worker') return await work(wanted.config, host)
    const applied = await (await findInstance(wanted.config)).migrate()
    host.stdout.write(`${applied.length === 0 ? 'Up to date.' : applied.join('\n')}\n`)
    host.exit(0)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (isProduction() && wanted.command === 'worker') {
      defaultLog.error({ event: 'service.failed', message })
    } else {
      host.stderr.write(`${message}\n`)
    }
    host.exit(1)
  }
}

type Wanted = { command: 'worker' | 'migrate'; config: string }

function commandIn(args: string[]): Wanted | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { config: { type: 'string', short: 'c' } },
      allowPositionals: true,
    })
    const [command] = positionals
    const isKnown = command === 'worker' || command === 'migrate'
    return isKnown && values.config !== undefined ? { command, config: values.config } : undefined
  } catch {
    return undefined
  }
}

async function work(config: string, host: CommandProcess): Promise<void> {
  const worker = await runWorker(config)
  // Logs of production are JSON lines, and nothing else.
  if (!isProduction()) host.stdout.write('The worker is running.\n')
  let stopping = false
  const stop = () => {
    // A second signal does not wait.
    if (stopping) host.exit(1)
    stopping = true
    worker.stop().then(
      () => host.exit(0),
      () => host.exit(1),
    )
  }
  host.on('SIGINT', stop)
  host.on('SIGTERM', stop)
}
