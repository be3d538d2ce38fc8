import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { unknowable } from '@latchkey/core'
import { createOperator, type Operator, type Queue } from '@latchkey/db'
import { secretsFor } from '@latchkey/server/parts'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

/** Emails that wait before the campaign waits too: those that people asked for go first. */
const MOST_WAITING = 20
const LOOK_AGAIN_MS = 2_000
const REPORT_EVERY = 100
/** A link of a campaign works for as long as one that was asked for, and its request a little longer. */
const REQUEST_MINUTES = 24 * 60

type Options = {
  ids: string
  campaign: string
  reason: string
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
        needOwnAccounts(config, 'lock them there. Without --lock, this command emails them.')
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
  { campaign, reason, perMinute, lock, stopping }: Options & { stopping: AbortSignal },
): Promise<Progress> {
  const secrets = secretsFor(config)
  const hasher = createPasswordHasher(await loadArgon2Engine())
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping }).catch(() => {})
  const done: Progress = { campaign, queued: 0, doneBefore: 0, skipped: [], complete: false }
  const by = { operator: terminal.operator, reason }
  for await (const id of idsIn(input)) {
    if (stopping.aborted) return done
    const lockWith = lock ? await hasher.hash(unknowable(secrets.newToken())) : undefined
    const required = await operator.requireReset(
      {
        ...{ accountId: id, campaign, lockWith, requestMinutes: REQUEST_MINUTES },
        requestId: secrets.newId(),
        clientDigest: secrets.clientDigest('operator'),
        digestOf: secrets.addressDigest,
      },
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
