import { Command } from 'commander'
import type { Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

export function purgeCommand(terminal: Terminal): Command {
  return new Command('purge')
    .description('remove data past its retention; the worker does this every ten minutes')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: true }) => {
      const purged = await withStores(terminal.config(), (stores) => stores.recovery.purge())
      const rows = Object.entries(purged).map(([what, count]) => `${count} ${what}`)
      terminal.print(options.json ? JSON.stringify(purged) : `Removed: ${rows.join(', ')}`)
    })
}
