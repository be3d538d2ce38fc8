import type { AuditEntry } from '@latchkey/db'
import { count } from '@latchkey/operator'
import { Command, InvalidArgumentError } from 'commander'
import { instant } from './message-words.ts'
import type { Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

type Options = { since?: Date; after?: string; jsonl?: true; json?: true }

export function auditCommand(terminal: Terminal): Command {
  return new Command('audit')
    .description('print the audit trail, oldest first, as far as it is older than ten seconds')
    .option(
      '--since <when>',
      'a time such as 2026-11-20T14:00Z, or how long ago: 90m, 24h, 7d',
      since,
    )
    .option('--after <id>', 'continue after this event, the last that was read', idGiven)
    .option('--jsonl', 'print a JSON object a line, for other programs')
    .option('--json', 'the same as --jsonl')
    .action(async ({ since = new Date(0), after = '0', jsonl, json }: Options) => {
      const isJson = jsonl ?? json ?? false
      let last = after
      await withOperator(terminal.config(), async (operator) => {
        for await (const batch of await operator.readAudit({ after, since })) {
          const lines = batch.map((entry) => (isJson ? JSON.stringify(entry) : inWords(entry)))
          terminal.print(lines.join('\n'))
          last = batch.at(-1)?.id ?? last
        }
      })
      terminal.say(
        last === after
          ? 'No further events.'
          : `To continue from here: latchkey audit --after ${last}${isJson ? ' --jsonl' : ''}`,
      )
    })
}

function inWords({ at, id, kind, outcome, ...about }: AuditEntry): string {
  const facts = [
    about.count !== null && counted(kind, about.count),
    about.accountId && `account ${about.accountId}`,
    about.requestId && `request ${about.requestId}`,
    about.operator && `by ${about.operator}`,
    about.reason && `because: ${about.reason}`,
  ].filter(Boolean)
  return `${instant(at)}  ${id}  ${kind}: ${outcome}  ${facts.join(', ')}`.trimEnd()
}

/** What is counted, of each kind that counts. */
const counts: Record<string, readonly [one: string, many: string]> = {
  'accounts-imported': ['account', 'accounts'],
  'webhook-jobs': ['event', 'events'],
  'webhook-events': ['delivery', 'deliveries'],
}

function counted(kind: string, n: number): string {
  // A kind of a newer version.
  const [one, many] = counts[kind] ?? ['in all', 'in all']
  return count(n, one, many)
}

const units: Record<string, number> = { m: 60, h: 3_600, d: 86_400 }

function since(typed: string): Date {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(typed) ?? []
  const at =
    count === undefined
      ? /^\d{4}-\d{2}-\d{2}/.test(typed)
        ? new Date(typed)
        : new Date(Number.NaN)
      : new Date(Date.now() - Number(count) * (units[unit] ?? 0) * 1_000)
  if (!Number.isNaN(at.getTime())) return at
  throw new InvalidArgumentError('It must be like 2026-11-20, 2026-11-20T14:00Z, 90m, 24h or 7d.')
}

function idGiven(typed: string): string {
  if (/^\d{1,18}$/.test(typed)) return typed
  throw new InvalidArgumentError('It must be the id of an event.')
}
