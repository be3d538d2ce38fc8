import { mask } from '@latchkey/core'
import type { MessageState, MessageStory } from '@latchkey/db'
import { Command, InvalidArgumentError, Option } from 'commander'
import { isId } from './arguments.ts'
import { instant, noRetry, whatBecameOf } from './message-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

const states = {
  delayed: true,
  dead: true,
  suppressed: true,
  'handed-over': true,
  sending: true,
} satisfies Record<MessageState, true>

type ListOptions = { state?: MessageState; limit: number; json?: true }

export function listMailCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('list what became of the mails, the newest first')
    .addOption(new Option('--state <state>', 'only those').choices(Object.keys(states)))
    .option('--limit <n>', 'how many at most', countGiven, 50)
    .option('--json', 'print the result as JSON')
    .action(async ({ state, limit, json }: ListOptions) => {
      const messages = await withOperator(terminal.config(), (operator) =>
        operator.listMessages({ state, limit }),
      )
      if (json) return terminal.print(JSON.stringify(messages.map(shown)))
      if (messages.length === 0) return terminal.print('No such mails in the last 7 days.')
      for (const message of messages) terminal.print(line(message))
    })
}

export function showMailCommand(terminal: Terminal): Command {
  return new Command('show')
    .description('say where one mail stands')
    .argument('<messageId>', 'as `mail list` and the log name it')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, options: { json?: true }) => {
      const message = isId(id)
        ? await withOperator(terminal.config(), (operator) => operator.findMessage(id))
        : undefined
      if (!message) throw new CommandFailed(noRetry.unknown)
      terminal.print(options.json ? JSON.stringify(shown(message)) : page(message))
    })
}

export function retryMailCommand(terminal: Terminal): Command {
  return new Command('retry')
    .description('try a delayed mail now, or one that was given up again while it is of use')
    .argument('<messageId>', 'as `mail list` and the log name it')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, options: { json?: true }) => {
      const retried = isId(id)
        ? await withOperator(terminal.config(), (operator) => operator.retryMessage(id))
        : ({ status: 'refused', reason: 'unknown' } as const)
      if (options.json) terminal.print(JSON.stringify(retried))
      if (retried.status === 'refused') {
        throw new CommandFailed(`Not tried again. ${noRetry[retried.reason]}`)
      }
      if (options.json) return
      terminal.print(
        retried.status === 'hurried'
          ? 'It is tried again now.'
          : 'It is back in the queue and tried again now.',
      )
    })
}

function countGiven(typed: string): number {
  const count = Number(typed)
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count
  throw new InvalidArgumentError('It must be a number from 1 to 10000.')
}

/** Lists are copied into tickets and chats: the address is masked, in JSON too. */
function shown({ to, ...message }: MessageStory) {
  return { ...message, to: to === undefined ? undefined : mask(to) }
}

function line(message: MessageStory): string {
  const { id, state, kind, detail } = message
  const to = shown(message).to ?? '(unknown)'
  return `${id}  ${instant(message.createdAt)}  ${state}  ${kind}  ${to}  ${detail ?? ''}`.trimEnd()
}

function page(message: MessageStory): string {
  const { id, kind, attempts, requestId } = message
  return [
    `Mail         ${id}`,
    `Kind         ${kind}`,
    `To           ${shown(message).to ?? '(unknown)'}`,
    ...(requestId === undefined ? [] : [`Request      ${requestId}`]),
    `Begun        ${instant(message.createdAt)}`,
    `Last change  ${instant(message.updatedAt)}`,
    `Attempts     ${attempts}`,
    '',
    whatBecameOf(message),
  ].join('\n')
}
