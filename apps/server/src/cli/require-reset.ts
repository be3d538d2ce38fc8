import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PasswordHasher, unknowable } from '@latchkey/core'
import { createOperator, type Operator, type Queue } from '@latchkey/db'
import { secretsFor } from '@latchkey/server/parts'
import {
  createPasswordHasher,
  formatOf,
  loadArgon2Engine,
  mappedHasher,
} from '@latchkey/server/parts/passwords'
import { Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

/** Emails that wait before the campaign waits too: those that people asked for go first. */
const MOST_WAITING = 20
const LOOK_AGAIN_MS = 2_000
const REPORT_EVERY = 100
const LONGEST_PUBLIC_REASON = 300

type Options = {
  ids: string
  campaign: string
  reason: string
  publicReason?: string
  perMinute: number
  lock?: true
  yes?: true
  json?: true
}

type Progress = {
  campaign: string
  queued: number
  doneBefore: number
  skipped: { id: string; reason: string }[]
  /** The end of the list was reached. */
  complete: boolean
}

export function requireResetCommand(terminal: Terminal): Command {
  return new Command('require-reset')
    .description(
      'email many accounts that they must choose a new password, after a breach say; Ctrl-C stops it, and the same command goes on',
    )
    .requiredOption('--ids <file>', 'the ids of the accounts, one a line; - is standard input')
    .requiredOption('--campaign <name>', 'a name of your own: nobody is emailed twice under it')
    .requiredOption('--reason <text>', 'why, for the audit trail and for webhooks')
    .option(
      '--public-reason <text>',
      'what the email says to the owners, without links',
      publicReason,
    )
    .option('--per-minute <n>', 'emails a minute at most', perMinute, 60)
    .option('--lock', 'make the present passwords unusable and end sessions, before the email')
    .option('--yes', 'do not ask for confirmation of --lock')
    .option('--json', 'print the result as JSON')
    .action(async (options: Options) => {
      const config = terminal.config()
      if (config.accounts?.kind === 'ported') {
        needOwnAccounts(config, 'it cannot be asked for accounts by their ids.')
      }
      if (options.lock) {
        const { accounts } = config
        const format = accounts?.kind === 'mapped' ? formatOf(accounts) : undefined
        if (format && 'problem' in format) throw new CommandFailed(format.problem)
        if (!options.yes) await confirmed(terminal)
      }
      const input = options.ids === '-' ? terminal.input() : createReadStream(options.ids)
      const stopping = new AbortController()
      const work = withStores(config, (_stores, database, queue) =>
        run(
          { operator: createOperator(database, queue), queue, input, config, terminal },
          { ...options, stopping: stopping.signal },
        ),
      )
      const said = work.then((progress) => tell(terminal, progress, options))
      terminal.onStop(async () => {
        stopping.abort()
        await said.catch(() => undefined)
      })
      await said
    })
}

type Parts = {
  operator: Operator
  queue: Queue
  input: Readable
  config: Config
  terminal: Terminal
}

async function run(
  { operator, queue, input, config, terminal }: Parts,
  {
    campaign,
    reason,
    publicReason,
    perMinute,
    lock,
    stopping,
  }: Options & { stopping: AbortSignal },
): Promise<Progress> {
  const secrets = secretsFor(config)
  const hasher = lock ? await hasherFor(config) : undefined
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping }).catch(() => {})
  const done: Progress = { campaign, queued: 0, doneBefore: 0, skipped: [], complete: false }
  const by = { operator: terminal.operator, reason }
  for await (const id of idsIn(input)) {
    if (stopping.aborted) return done
    const lockWith = await hasher?.hash(unknowable(secrets.newToken()))
    const required = await operator.requireReset(
      { accountId: id, campaign, publicReason, lockWith },
      by,
    )
    if (required.status === 'done-before') done.doneBefore += 1
    else if (required.status === 'skipped') done.skipped.push({ id, reason: required.reason })
    else {
      done.queued += 1
      if (done.queued % REPORT_EVERY === 0) terminal.say(`${done.queued} accounts so far`)
      await pause(60_000 / perMinute)
      while (!stopping.aborted && (await queue.stats()).new.jobs > MOST_WAITING) {
        await pause(LOOK_AGAIN_MS)
      }
    }
  }
  return { ...done, complete: !stopping.aborted }
}

/** Of what a locked account has for a password, in the format of its table. */
async function hasherFor({ accounts }: Config): Promise<PasswordHasher> {
  const argon2 = await loadArgon2Engine()
  return accounts?.kind === 'mapped' ? mappedHasher(accounts, argon2) : createPasswordHasher(argon2)
}

async function* idsIn(input: Readable): AsyncGenerator<string> {
  try {
    for await (const line of createInterface({ input })) {
      const id = line.trim()
      if (id !== '') yield id
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new CommandFailed(`The list of ids cannot be read (${code}).`)
  }
}

function tell(terminal: Terminal, progress: Progress, { json }: Options): void {
  if (json) {
    terminal.print(JSON.stringify(progress))
    return
  }
  const { campaign, queued, doneBefore, skipped, complete } = progress
  const lines = [
    `${campaign}: ${queued} ${queued === 1 ? 'account gets' : 'accounts get'} an email now, ${doneBefore} had one before, ${skipped.length} skipped.`,
    ...skipped.map(({ id, reason }) => `  ${id}: ${reason}`),
    ...(complete ? [] : ['Stopped. The same command goes on where it was.']),
  ]
  terminal.print(lines.join('\n'))
}

async function confirmed(terminal: Terminal): Promise<void> {
  const answer = await terminal.question(
    'The passwords of these accounts stop working at once, and their sessions end. Type yes to continue: ',
  )
  if (answer === undefined) {
    throw new CommandFailed('Nothing was done. To confirm without a terminal, add --yes.')
  }
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandFailed('Nothing was done.')
}

function perMinute(typed: string): number {
  const count = Number(typed)
  if (Number.isInteger(count) && count >= 1 && count <= 6_000) return count
  throw new InvalidArgumentError('It must be a number from 1 to 6000.')
}

/** It stands in an email that must not look like phishing, and is the same in every language. */
function publicReason(typed: string): string {
  const text = typed.trim()
  const problem = publicReasonProblem(text)
  if (problem === undefined) return text
  throw new InvalidArgumentError(problem)
}

function publicReasonProblem(text: string): string | undefined {
  if (text === '') return 'It must say something.'
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text)) return 'It must be one line.'
  if (text.length > LONGEST_PUBLIC_REASON) {
    return `It must have at most ${LONGEST_PUBLIC_REASON} characters.`
  }
  // Programs make a link of every name that looks like one.
  if (/:\/\/|@|[\p{L}\d]\.\p{L}{2,}/u.test(text)) {
    return 'It must contain no link and no address: the email leads to your own page and nowhere else.'
  }
  if (/\d{4}/.test(text)) {
    return 'It must contain no number of four digits or more: programs would take it for a code.'
  }
  return undefined
}
