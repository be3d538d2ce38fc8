import type { ShownAccount } from '@latchkey/db'
import { Command } from 'commander'
import { addressGiven } from './arguments.ts'
import { instant } from './message-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

export function showCommand(terminal: Terminal): Command {
  return new Command('show')
    .description('show one account; what it requested is shown by `latchkey explain`')
    .argument('<email>', 'its address')
    .option('--json', 'print the result as JSON')
    .action(async (email: string, options: { json?: true }) => {
      const address = addressGiven(email)
      const account = await withOperator(terminal.config(), (operator) =>
        operator.showAccount(address.canonical),
      )
      if (!account) throw new CommandFailed(`No account has the address ${address.registered}.`)
      terminal.print(options.json ? JSON.stringify(account) : page(account))
    })
}

function page({ id, email, status, hasPassword, locale, openSecrets, own }: ShownAccount): string {
  const rows: [string, string][] = [
    ['Address', email ?? 'none that can be read'],
    ['Id', id],
    ['Status', status],
    ['Password', hasPassword ? 'yes' : 'no: it signs in elsewhere'],
    ['Language', locale ?? 'not set: that of its requests'],
    ['Open links and codes', String(openSecrets)],
    ...(own
      ? ([
          ['Sessions', String(own.sessions)],
          ['Since', instant(own.createdAt)],
          ['Password changed', own.passwordChangedAt ? instant(own.passwordChangedAt) : 'never'],
        ] as [string, string][])
      : []),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
