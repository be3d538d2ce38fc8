import { setTimeout as sleep } from 'node:timers/promises'
import { type PasswordHasher, unknowable } from '@latchkey/core'
import { createOperator, type EmailsAhead, type Operator } from '@latchkey/db'
import { count } from '@latchkey/operator'
import { secretsFor } from '@latchkey/server/parts'
import {
  createPasswordHasher,
  formatOf,
  loadArgon2Engine,
  mappedHasher,
} from '@latchkey/server/parts/passwords'
import { Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { lineGiven, reasonOption } from './arguments.ts'
import { type GivenFile, linesIn, openGiven } from './given-file.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, HalfDone, STOPPED, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

/** Emails that wait before the campaign waits too: those that people asked for go first. */
const MOST_WAITING = 20
const LOOK_AGAIN_MS = 2_000
/** A wait is told at the look after these. */
const LOOKS_UNTOLD = 2
const REPORT_EVERY = 100
const LONGEST_PUBLIC_REASON = 300
const LONGEST_NAME = 200

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
  /** Lines whose id stands in an earlier line. */
  duplicates: number
  /** Not emailed. The next run judges them again. */
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
    .requiredOption(
      '--campaign <name>',
      'a name of your own: nobody is emailed twice under it',
      (typed) => lineGiven(typed, LONGEST_NAME),
    )
    .addOption(reasonOption('why, for the audit trail and for webhooks').makeOptionMandatory())
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
      const list = await openGiven(options.ids, terminal)
      const stopping = new AbortController()
      let stoppedWith = STOPPED.SIGTERM
      const done = nothingDone(options.campaign)
      const work = withStores(config, (_stores, database, queue) =>
        run(
          { operator: createOperator(database, queue), list, config, terminal, done },
          { ...options, stopping: stopping.signal },
        ),
      ).catch((error: unknown) => {
        if (done.queued === 0) throw error
        terminal.say(`${inWords(done)} The same command goes on where it was.`)
        throw new HalfDone(done, error)
      })
      const reported = work.then((progress) =>
        report(terminal, progress, { ...options, stoppedWith }),
      )
      terminal.onStop((isInterrupt) => {
        if (isInterrupt) stoppedWith = STOPPED.SIGINT
        stopping.abort()
        return reported
      })
      await reported
    })
}

type Parts = {
  operator: Operator
  list: GivenFile
  config: Config
  terminal: Terminal
  /** Counted here, so that it is known also if it fails halfway. */
  done: Progress
}

function nothingDone(campaign: string): Progress {
  return { campaign, queued: 0, doneBefore: 0, duplicates: 0, skipped: [], complete: false }
}

async function run(
  { operator, list, config, terminal, done }: Parts,
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
  const seen = new Set<string>()
  const by = { operator: terminal.operator, reason }
  for await (const { text } of linesIn(list, stopping)) {
    if (stopping.aborted) return done
    const id = text.trim()
    if (seen.has(id)) {
      done.duplicates += 1
      continue
    }
    seen.add(id)
    const lockWith = await hasher?.hash(unknowable(secrets.newToken()))
    const required = await operator.requireReset(
      { accountId: id, campaign, publicReason, lockWith },
      by,
    )
    if (required.status === 'done-before') done.doneBefore += 1
    else if (required.status === 'skipped') done.skipped.push({ id, reason: required.reason })
    else {
      done.queued += 1
      if (done.queued % REPORT_EVERY === 0)
        terminal.say(`${count(done.queued, 'account', 'accounts')} so far`)
      await pause(60_000 / perMinute)
      for (let looks = 0; !stopping.aborted; looks += 1) {
        const ahead = await operator.countEmailsAhead()
        if (ahead.emails <= MOST_WAITING) break
        if (looks === LOOKS_UNTOLD) terminal.say(waitWords(done, ahead))
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

type ReportOptions = Pick<Options, 'json'> & { stoppedWith: number }

/** @throws CommandFailed if somebody was not emailed: it has an exit code of its own. */
function report(
  terminal: Terminal,
  progress: Progress,
  { json, stoppedWith }: ReportOptions,
): void {
  const { skipped, complete } = progress
  terminal.print(json ? JSON.stringify(progress) : inWords(progress))
  const why = skipped.length > 0 ? [skippedWords(skipped, json)] : []
  if (!complete) {
    const stopped = 'Stopped. The same command goes on where it was.'
    throw new CommandFailed([...why, stopped].join('\n'), stoppedWith)
  }
  if (skipped.length > 0) throw new CommandFailed(why.join('\n'))
}

function waitWords({ queued }: Progress, { emails, unreachable }: EmailsAhead): string {
  const why =
    unreachable > 0
      ? 'the mail server cannot be reached'
      : 'no worker runs, email is held, or more is requested than can be sent'
  return `Waiting after ${count(queued, 'account', 'accounts')}, because ${count(emails, 'email has', 'emails have')} not left: ${why}. Ctrl-C stops, and nobody is emailed twice.`
}

function inWords({ campaign, queued, doneBefore, duplicates, skipped }: Progress): string {
  const twice = duplicates > 0 ? `, ${duplicates} named twice in the list` : ''
  return `${campaign}: ${count(queued, 'account gets', 'accounts get')} an email now, ${doneBefore} had one before${twice}, ${skipped.length} skipped.`
}

function skippedWords(skipped: Progress['skipped'], json: true | undefined): string {
  const [were, them] =
    skipped.length === 1 ? (['id was', 'it'] as const) : (['ids were', 'them'] as const)
  const told = `${skipped.length} ${were} skipped and got no email; the next run of this campaign looks at ${them} again.`
  if (json) return told
  return [told, ...skipped.map(({ id, reason }) => `  ${id}: ${reason}`)].join('\n')
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
  const text = lineGiven(typed, LONGEST_PUBLIC_REASON)
  // Programs make a link of every name that looks like one.
  if (/:\/\/|@|[\p{L}\d]\.\p{L}{2,}/u.test(text)) {
    throw new InvalidArgumentError(
      'It must contain no link and no address: the email leads to your own page and nowhere else.',
    )
  }
  if (/\d{4}/.test(text)) {
    throw new InvalidArgumentError(
      'It must contain no number of four digits or more: programs would take it for a code.',
    )
  }
  return text
}
