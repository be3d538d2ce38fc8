import type { SuppressionCause } from '@latchkey/core'
import { Command } from 'commander'
import { digestsOf } from '../operator/digests-of.ts'
import { addressGiven, reasonOption } from './arguments.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withDigests } from './with-digests.ts'

export function unsuppressMailCommand(terminal: Terminal): Command {
  return new Command('unsuppress')
    .description('send emails again to an address that the mail service reported')
    .argument('<address>', 'the address of the user')
    .addOption(reasonOption('why, for the audit trail'))
    .option('--json', 'print the result as JSON')
    .action(async (text: string, options: { reason?: string; json?: true }) => {
      const address = addressGiven(text)
      const config = terminal.config()
      const by = { operator: terminal.operator, reason: options.reason ?? null }
      const lifted = await withDigests({ terminal, config }, (operator) =>
        operator.liftSuppressions(digestsOf(config, address), by),
      )
      if (options.json) terminal.print(JSON.stringify({ lifted }))
      if (lifted.length === 0) {
        throw new CommandFailed(
          `Nothing keeps emails from ${address.registered}. For its history: latchkey explain ${address.registered}`,
        )
      }
      if (!options.json) terminal.print(inWords(address.registered, lifted))
    })
}

const names: Record<SuppressionCause, string> = { bounced: 'bounce', complained: 'complaint' }

function inWords(address: string, lifted: readonly SuppressionCause[]): string {
  const what = lifted.map((cause) => names[cause]).join(' and ')
  return `Emails to ${address} are sent again, in spite of the ${what}. The user can request another one; requests made meanwhile
count towards the limit of emails to the address.
If the mail service has a list of such addresses, take it off there too.`
}
