import { Command } from 'commander'
import type { ShownSetting } from '../config/show-settings.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export function configCommand(terminal: Terminal): Command {
  return new Command('config').description('look at the settings').addCommand(
    new Command('print')
      .description('print every setting and where its value comes from; secrets are masked')
      .option('--given', 'only those that are set')
      .option('--json', 'print the result as JSON')
      .action((options: { given?: true; json?: true }) => {
        const shown = terminal.settings().filter(({ from }) => !options.given || from !== 'default')
        terminal.print(options.json ? JSON.stringify(shown) : inColumns(shown))
        // Last, so that what is wrong stands below what is set.
        terminal.config()
      }),
  )
}

function inColumns(shown: readonly ShownSetting[]): string {
  const rows = shown.map(({ name, value, from }) => [name, value ?? '', from] as const)
  return table(['setting', 'value', 'from'], rows)
}
