import { Command } from 'commander'
import { explainCommand } from './explain.ts'
import { mailCommand } from './mail.ts'
import { migrateCommand } from './migrate.ts'
import { proveCommand } from './prove.ts'
import { purgeCommand } from './purge.ts'
import { revokeCommand } from './revoke.ts'
import { startCommand } from './start.ts'
import type { Terminal } from './terminal.ts'
import { userCommand } from './user.ts'
import { workerCommand } from './worker.ts'

/** The operator's commands. Each has `--help` and `--json`. */
export function program(terminal: Terminal): Command {
  return new Command('latchkey')
    .description('Account recovery: the pages, the mails and the API behind them.')
    .addCommand(startCommand(terminal))
    .addCommand(workerCommand(terminal))
    .addCommand(migrateCommand(terminal))
    .addCommand(userCommand(terminal))
    .addCommand(mailCommand(terminal))
    .addCommand(explainCommand(terminal))
    .addCommand(revokeCommand(terminal))
    .addCommand(purgeCommand(terminal))
    .addCommand(proveCommand(terminal))
    .showHelpAfterError()
}
