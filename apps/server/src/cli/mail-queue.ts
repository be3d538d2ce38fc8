import { type Failure, failures, mask } from '@latchkey/core'
import type { DeliveryTrouble, MessageState, MessageStory } from '@latchkey/db'
import { Command, Option } from 'commander'
import type { MailNow } from '../operator/words/email-words.ts'
import { countGiven, isId, reasonOption } from './arguments.ts'
import { describeMessage, describeNoRetry, describeTrouble, instant } from './message-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

const states = {
  delayed: true,
  dead: true,
  suppressed: true,
  'handed-over': true,
  sending: true,
} satisfies Record<MessageState, true>

const failureNames = Object.keys(failures) as Failure[]

type Which = { state?: MessageState; failure?: Failure; limit: number }
type ListOptions = Which & { json?: true }
type RetryOptions = Omit<ListOptions, 'limit'> & { reason?: string }

export function listMailCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('list emails and their state, newest first')
    .addOption(
      new Option('--state <state>', 'only emails in this state').choices(Object.keys(states)),
    )
    .addOption(
      new Option('--failure <kind>', 'only emails with this kind of failure').choices(failureNames),
    )
    .option('--limit <n>', 'the maximum number of emails', countGiven, 50)
    .option('--json', 'print the result as JSON')
    .action(async ({ json, state, ...which }: ListOptions) => {
      const { messages, trouble } = await withOperator(terminal.config(), async (operator) => ({
        messages: await operator.listMessages({ state, ...which }),
        trouble: await operator.mailTrouble(),
      }))
      if (json) {
        return terminal.print(
          JSON.stringify(messages.map((one) => ({ ...shown(one), ...whyHeld(one, trouble) }))),
        )
      }
      if (trouble) terminal.print(`${describeTrouble(trouble)}\n`)
      if (messages.length === 0) return terminal.print('No such emails in the last 7 days.')
      for (const message of messages) terminal.print(line(message))
    })
}

export function showMailCommand(terminal: Terminal): Command {
  return new Command('show')
    .description('show the state of one email')
    .argument('<messageId>', 'the id in `mail list` and in the log')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, options: { json?: true }) => {
      const found = isId(id)
        ? await withOperator(terminal.config(), async (operator) => ({
            message: await operator.findMessage(id),
            trouble: await operator.mailTrouble(),
          }))
        : undefined
      if (!found?.message) throw new CommandFailed(describeNoRetry('unknown'))
      const { message, trouble } = found
      terminal.print(
        options.json
          ? JSON.stringify({ ...shown(message), ...whyHeld(message, trouble) })
          : page(message, { now: new Date(), trouble }),
      )
    })
}

export function retryMailCommand(terminal: Terminal): Command {
  return new Command('retry')
    .description('retry a delayed email now, or put one that was given up back into the queue')
    .argument('[messageId]', 'the id in `mail list` and in the log')
    .addOption(
      new Option('--state <state>', 'retry all emails in this state instead').choices([
        'delayed',
        'dead',
        'sending',
      ]),
    )
    .addOption(
      new Option('--failure <kind>', 'retry all emails with this kind of failure instead').choices(
        failureNames,
      ),
    )
    .option('--json', 'print the result as JSON')
    .addOption(reasonOption('why, for the audit trail'))
    .action(async (id: string | undefined, options: RetryOptions) => {
      if (id === undefined) return retryMany(terminal, options)
      if (options.state !== undefined || options.failure !== undefined) {
        throw new CommandFailed('Name a messageId, or use --state or --failure for many emails.')
      }
      const retried = isId(id)
        ? await withOperator(terminal.config(), (operator) =>
            operator.retryMessage(id, by(terminal, options)),
          )
        : ({ status: 'refused', reason: 'unknown' } as const)
      if (options.json) terminal.print(JSON.stringify(retried))
      if (retried.status === 'refused') {
        throw new CommandFailed(`Not retried. ${describeNoRetry(retried.reason)}`)
      }
      if (options.json) return
      terminal.print(
        retried.status === 'hurried'
          ? 'It is retried now.'
          : 'It is back in the queue and is retried now.',
      )
    })
}

function by({ operator }: Terminal, { reason = null }: { reason?: string | null }) {
  return { operator, reason }
}

const MOST_AT_ONCE = 10_000

async function retryMany(terminal: Terminal, options: RetryOptions): Promise<void> {
  const { state, failure, json } = options
  if (state === undefined && failure === undefined) {
    throw new CommandFailed('Name a messageId, or use --state or --failure for many emails.')
  }
  const counts = await withOperator(terminal.config(), async (operator) => {
    const tried = { again: 0, refused: 0 }
    const which = { state, failure, limit: MOST_AT_ONCE }
    for (const { id } of await operator.listMessages(which)) {
      const { status } = await operator.retryMessage(id, by(terminal, options))
      tried[status === 'refused' ? 'refused' : 'again'] += 1
    }
    return tried
  })
  if (json) return terminal.print(JSON.stringify(counts))
  terminal.print(`Retried now: ${counts.again}. Not possible: ${counts.refused}.`)
}

/** The address is masked, in JSON too, because lists are copied into tickets and chats. */
function shown({ to, ...message }: MessageStory) {
  return { ...message, to: to === undefined ? undefined : mask(to) }
}

/** Of an email that waits, why none is sent. */
function whyHeld({ queue }: MessageStory, trouble: DeliveryTrouble | undefined) {
  return queue.status === 'waiting' && trouble ? { trouble } : {}
}

function line(message: MessageStory): string {
  const { id, state, kind, detail } = message
  const to = shown(message).to ?? '(unknown)'
  return `${id}  ${instant(message.createdAt)}  ${state}  ${kind}  ${to}  ${detail ?? ''}`.trimEnd()
}

function page(message: MessageStory, mail: MailNow): string {
  const { id, kind, attempts, requestId, failure } = message
  return [
    `Email        ${id}`,
    `Kind         ${kind}`,
    `To           ${shown(message).to ?? '(unknown)'}`,
    ...(requestId === undefined ? [] : [`Request      ${requestId}`]),
    `Created      ${instant(message.createdAt)}`,
    `Last change  ${instant(message.updatedAt)}`,
    `Attempts     ${attempts}`,
    ...(failure === undefined ? [] : [`Failure      ${failure}`]),
    '',
    describeMessage(message, mail),
  ].join('\n')
}
