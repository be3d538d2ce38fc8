import { count } from '@latchkey/operator'
import { HOST_FUNCTION } from '@latchkey/server/parts/webhooks'
import { Command } from 'commander'
import { reasonOption } from './arguments.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

type Options = { reason?: string; json?: true }

export function dropCommand(terminal: Terminal): Command {
  return new Command('drop')
    .description('give up what waits for a webhook that no settings have any more')
    .argument('<webhook>', 'its name, as `doctor` prints it')
    .addOption(reasonOption('why, for the audit trail'))
    .option('--json', 'print the result as JSON')
    .action(async (webhook: string, { reason, json }: Options) => {
      const config = terminal.config()
      if (config.webhooks.some(({ name }) => name === webhook)) {
        throw new CommandFailed(
          `The settings have the webhook ${webhook}, so its events are delivered. To give them up, take it out of the settings and restart first.`,
        )
      }
      const dropped = await withOperator(config, (operator) =>
        operator.dropEvents(webhook, { operator: terminal.operator, reason: reason ?? null }),
      )
      if (dropped.status === 'in-use') throw new CommandFailed(inUse(webhook))
      const deliveries = dropped.count
      if (json) return terminal.print(JSON.stringify({ dropped: deliveries }))
      terminal.print(
        deliveries === 0
          ? `Nothing waits for a webhook ${webhook}.`
          : `${count(deliveries, 'delivery was', 'deliveries were')} dropped. The events themselves are kept for 7 days.`,
      )
    })
}

function inUse(webhook: string): string {
  const what =
    webhook === HOST_FUNCTION
      ? `${webhook} is the function endSessions of an application that runs Latchkey`
      : `a worker was started with the webhook ${webhook}`
  return `Nothing was dropped: ${what}, so its events are delivered. To give them up, take it out of the settings there, restart the worker, and run this again.`
}
