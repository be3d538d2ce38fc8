import { migrateDatabase, openDatabase } from '@latchkey/server/parts'
import { Command } from 'commander'
import { createLog } from '../log.ts'
import type { Terminal } from './terminal.ts'

export function migrateCommand(terminal: Terminal): Command {
  return new Command('migrate')
    .description('migrate the database to the schema of this version; safe to run at any time')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: true }) => {
      const config = terminal.config()
      const log = createLog(config.logLevel, 'cli')
      const database = await openDatabase(config, 'migration', log)
      try {
        await database.ping()
        const applied = await migrateDatabase(config, database, log)
        const said = applied.length === 0 ? 'Nothing to do.' : `Applied: ${applied.join(', ')}`
        terminal.print(options.json ? JSON.stringify({ applied }) : said)
      } finally {
        await database.close()
      }
    })
}
