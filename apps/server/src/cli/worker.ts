import { openDatabase, prepareDatabase } from '@latchkey/server/parts'
import { runWorker } from '@latchkey/server/worker'
import { Command } from 'commander'
import { createLog } from '../log.ts'
import { countLostLines } from '../log-output.ts'
import { startStandaloneWorker } from '../start/standalone-worker.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

export function workerCommand(terminal: Terminal): Command {
  return new Command('worker')
    .description(
      'send the emails in a process of its own; the web server then runs with WORKER=off',
    )
    .option(
      '--config <module>',
      'for an application that embeds Latchkey: the module that exports its instance, instead of settings',
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: { config?: string; json?: true }) => {
      if (options.config !== undefined) {
        // The application's own copy of the package does the work.
        const worker = await runWorker(options.config)
        terminal.onStop(worker.stop)
        if (options.json) return terminal.print(JSON.stringify({ status: 'working' }))
        return terminal.welcome('The worker is running.')
      }
      const config = terminal.config()
      if (config.databaseUrl === undefined) {
        throw new CommandFailed(
          'The embedded database allows one process, so its worker runs inside `latchkey start`. Set DATABASE_URL to run a separate worker.',
        )
      }
      const lostLines = countLostLines()
      const log = createLog(config.logLevel, 'worker', { lost: lostLines })
      const connection = await openDatabase(config, 'migration', log)
      await prepareDatabase(config, connection, log).finally(() => connection.close())
      terminal.onStop(await startStandaloneWorker(config, { log, lostLines }), config.drainSeconds)
      if (options.json) return terminal.print(JSON.stringify({ status: 'working' }))
      terminal.welcome('The worker is running.')
    })
}
