import { migrationProblem, migrationStatus, refuseOutgrown, schemaFit } from '@latchkey/db'
import { migrateDatabase, openDatabase } from '@latchkey/server/parts'
import { Command, Option } from 'commander'
import { createLog } from '../log.ts'
import { table } from './table.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

type Options = { plan?: true; status?: true; json?: true }

export function migrateCommand(terminal: Terminal): Command {
  return new Command('migrate')
    .description('migrate the database to the schema of this version; safe to run at any time')
    .option('--plan', 'say which migrations would run, and change nothing')
    .addOption(
      new Option('--status', 'list all migrations and when they ran, and change nothing').conflicts(
        'plan',
      ),
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: Options) => {
      const config = terminal.config()
      const log = createLog(config.logLevel, 'cli')
      const database = await openDatabase(config, 'migration', log)
      try {
        await database.ping()
        if (options.plan || options.status) return await look(terminal, database, options)
        const applied = await migrateDatabase(config, database, log)
        const said = applied.length === 0 ? 'Nothing to do.' : `Applied: ${applied.join(', ')}`
        terminal.print(options.json ? JSON.stringify({ applied }) : said)
      } finally {
        await database.close()
      }
    })
}

type Database = Parameters<typeof migrationStatus>[0]

async function look(terminal: Terminal, database: Database, options: Options): Promise<void> {
  const status = await migrationStatus(database)
  const pending = status.filter(({ ranAt }) => ranAt === undefined).map(({ name }) => name)
  const newer = status.filter(({ isKnown }) => !isKnown).map(({ name }) => name)
  if (options.json) terminal.print(JSON.stringify(options.status ? status : { pending }))
  else if (options.status) {
    const rows = status.map(({ name, ranAt }) => [name, ranAt ?? 'pending'] as const)
    terminal.print(table(['migration', 'ran at'], rows))
  } else {
    terminal.print(pending.length === 0 ? 'Nothing to do.' : `Would run: ${pending.join(', ')}`)
  }
  // With nothing to do no right is missing.
  const problem = pending.length > 0 ? await migrationProblem(database) : undefined
  if (problem !== undefined) throw new CommandFailed(problem)
  refuseOutgrown(await schemaFit(database.kysely))
  if (newer.length > 0) {
    terminal.say(
      `A newer version of Latchkey migrated this database: ${newer.join(', ')}. This version works with it.`,
    )
  }
}
