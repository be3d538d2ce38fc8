import { type WebhookEventType, webhookEventTypes } from '@latchkey/core'
import type { DeliveryStory, EventStory } from '@latchkey/db'
import { count } from '@latchkey/operator'
import { Command, Option } from 'commander'
import { sayNoDelivery } from '../operator/words/event-words.ts'
import { countGiven, isId, reasonOption } from './arguments.ts'
import { dropCommand } from './events-drop.ts'
import { tellCommand } from './events-test.ts'
import { knownWebhook } from './known-webhook.ts'
import { instant } from './message-words.ts'
import { table } from './table.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

export function eventsCommand(terminal: Terminal): Command {
  return new Command('events')
    .description('see what webhooks were told, tell them again, and try them')
    .addCommand(listCommand(terminal))
    .addCommand(showCommand(terminal))
    .addCommand(retryCommand(terminal))
    .addCommand(dropCommand(terminal))
    .addCommand(tellCommand(terminal))
}

type ListOptions = { type?: WebhookEventType; dead?: boolean; limit: number; json?: true }

function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('list the events of the last 7 days and their deliveries, newest first')
    .addOption(new Option('--type <type>', 'only events of this type').choices(webhookEventTypes))
    .option('--dead', 'only events that were given up at a webhook')
    .option('--limit <n>', 'the maximum number of events', countGiven, 50)
    .option('--json', 'print the result as JSON')
    .action(async ({ type, dead = false, limit, json }: ListOptions) => {
      const config = terminal.config()
      const events = await withOperator(config, (operator) =>
        operator.listEvents({ type, dead, limit }),
      )
      if (json) return terminal.print(JSON.stringify(events))
      if (events.length > 0) return terminal.print(listed(events))
      terminal.print(
        config.webhooks.length > 0
          ? 'No such events in the last 7 days.'
          : 'No such events in the last 7 days. There is no webhook: set WEBHOOK_URL or WEBHOOKS_FILE.',
      )
    })
}

function listed(events: readonly EventStory[]): string {
  const rows = events.flatMap(({ id, type, at, deliveries }) => {
    const event = [instant(at), id, type] as const
    return deliveries.length === 0
      ? [[...event, '', 'not sent: the webhook is off', ''] as const]
      : deliveries.map(
          (one) => [...event, one.webhook, stateOf(one), String(one.attempts)] as const,
        )
  })
  return table(['at', 'event', 'type', 'webhook', 'state', 'attempts'], rows)
}

function stateOf({ state, answer }: DeliveryStory): string {
  const why = answer === undefined || state === 'delivered' ? '' : ` (${answer})`
  return `${state === 'dead' ? 'given up' : state}${why}`
}

function showCommand(terminal: Terminal): Command {
  return new Command('show')
    .description('show one event as it is sent, and its deliveries')
    .argument('<eventId>', 'the id in `events list`, in the log and in the header webhook-id')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, options: { json?: true }) => {
      const event = isId(id)
        ? await withOperator(terminal.config(), (operator) => operator.findEvent(id))
        : undefined
      if (!event) throw new CommandFailed(`There is no event ${id}. Events are kept for 7 days.`)
      terminal.print(options.json ? JSON.stringify(event) : page(event))
    })
}

function page({ id, type, at, data, deliveries }: EventStory): string {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data }, null, 2)
  const lines = deliveries.map((one) => {
    const next = one.nextAt ? `, next attempt at ${instant(one.nextAt)}` : ''
    const attempts = count(one.attempts, 'attempt', 'attempts')
    return `${one.webhook}: ${stateOf(one)} after ${attempts}${next}`
  })
  return [`Event ${id}`, body, '', ...lines].join('\n')
}

type RetryOptions = {
  all?: true
  webhook?: string
  delivered?: true
  reason?: string
  json?: true
}

function retryCommand(terminal: Terminal): Command {
  return new Command('retry')
    .description('deliver events again, now')
    .argument('[eventId...]', 'which events')
    .option('--all', 'every event of the last 7 days that did not arrive')
    .option('--webhook <name>', 'only at this webhook')
    .option('--delivered', 'also where they were delivered, if the application lost them')
    .addOption(reasonOption('why, for the audit trail'))
    .option('--json', 'print the result as JSON')
    .action(async (given: string[], options: RetryOptions) => {
      if (options.all ? given.length > 0 : given.length === 0) {
        throw new CommandFailed('Name events, or use --all for all that did not arrive.')
      }
      const wrong = given.find((id) => !isId(id))
      if (wrong !== undefined) throw new CommandFailed(`There is no event ${wrong}.`)
      const config = terminal.config()
      const { webhook, delivered = false, reason = null } = options
      knownWebhook(webhook, config.webhooks)
      const ids = options.all ? undefined : given
      const by = { operator: terminal.operator, reason }
      const { queued, why } = await withOperator(config, async (operator) => {
        const queued = await operator.retryEvents({ ids, webhook, delivered }, by)
        return {
          queued,
          why: queued === 0 ? (await sayNoDelivery(operator, { ids, webhook })).text : '',
        }
      })
      if (options.json) return terminal.print(JSON.stringify({ queued }))
      terminal.print(
        queued === 0 ? why : `${count(queued, 'delivery is', 'deliveries are')} tried now.`,
      )
    })
}
