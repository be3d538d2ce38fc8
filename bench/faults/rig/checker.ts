import { createHash } from 'node:crypto'
import type { Call } from './driver.ts'
import { oldPassword } from './people.ts'
import { type Interruption, type Rig, smtpPassword } from './rig.ts'
import type { Delivery } from './sink.ts'

/** What every report counts. */
export type Counts = {
  accepted: number
  emailed: number
  suppressed: number
  dead: number
  duplicates: number
  /** Accepted requests without an email or another valid outcome, and acknowledged resets without a notice. */
  lost: number
  resets: number
}

export type Verdict = { counts: Counts; broken: string[] }

type Message = { id: string; kind: string; state: string; request_id: string | null }

/** Checks the history of calls against the tables, the emails and the logs. Call it when nothing is in progress. */
export async function check(rig: Rig): Promise<Verdict> {
  const { counts, broken } = await checkEmails(rig)
  broken.push(...(await checkSpends(rig)))
  broken.push(...(await checkPasswords(rig)))
  broken.push(...checkLogs(rig))
  for (const [nth, { ends }] of rig.servers.entries()) {
    if (ends.unexpectedly > 0)
      broken.push(`I7: server ${nth} exited unexpectedly ${ends.unexpectedly} times`)
  }
  return { counts, broken }
}

/** I3, I4, I6: each accepted request has a row and one outcome; each email arrived, and duplicates are excused. */
async function checkEmails(rig: Rig): Promise<Verdict> {
  const broken: string[] = []
  const accepted = rig.driver.log
    .filter((call) => /recovery\.(request|resend)/.test(call.op) && call.outcome === 'ok')
    .map((call) => call.data.requestId ?? '')
  const kept = await rig.rows<{ id: string }>(
    'select id from recovery_request where id = any($1::uuid[])',
    [accepted],
  )
  const messages = await rig.rows<Message>('select id, kind, state, request_id from message')
  const copies = Map.groupBy(rig.sink.deliveries, (one) => one.messageId)
  const byRequest = Map.groupBy(messages, (message) => message.request_id ?? '')
  const rows = new Set(kept.map((row) => row.id))

  const counts = { accepted: accepted.length, emailed: 0, suppressed: 0, dead: 0 }
  let lost = 0
  for (const id of accepted) {
    const outcomes = byRequest.get(id) ?? []
    if (!rows.has(id)) lost += 1
    else if (outcomes.some((message) => copies.has(message.id))) counts.emailed += 1
    else if (outcomes.some((message) => message.state === 'suppressed')) counts.suppressed += 1
    else if (outcomes.some((message) => message.state === 'dead')) counts.dead += 1
    else lost += 1
  }
  if (lost > 0) broken.push(`I3: ${lost} accepted requests have no outcome`)

  const notices = messages.filter((message) => message.kind === 'password-changed')
  const resets = acknowledged(rig, 'recovery.reset').length
  const missing = resets - notices.length
  if (missing > 0) broken.push(`I3: ${missing} resets have no notice`)

  const unsent = messages.filter(({ id, state }) => state === 'handed-over' && !copies.has(id))
  if (unsent.length > 0)
    broken.push(`I4: ${unsent.length} messages are recorded as sent but did not arrive`)

  const { duplicates, unexcused } = checkDuplicates(copies, rig.interruptions())
  if (unexcused > 0)
    broken.push(`I4: ${unexcused} duplicates without an interruption that excuses them`)

  const stuck = messages.filter(({ state }) => state === 'sending' || state === 'delayed')
  const [jobs] = await rig.rows<{ jobs: number }>('select count(*)::int as jobs from outbox_job')
  if (stuck.length > 0) broken.push(`I6: ${stuck.length} messages are not finished`)
  if ((jobs?.jobs ?? 0) > 0) broken.push(`I6: ${jobs?.jobs} jobs are stuck`)

  broken.push(...(await checkExpiry(rig, new Set(messages.map((message) => message.id)))))
  return { counts: { ...counts, duplicates, lost: lost + Math.max(0, missing), resets }, broken }
}

// An email may have been sent shortly before the interruption, and the last answer read shortly after it.
const TOLERANCE_MS = 5_000

/** A duplicate is excused only if its sender could not know that the first copy had arrived. */
function checkDuplicates(copies: Map<string, Delivery[]>, interruptions: readonly Interruption[]) {
  const counts = { duplicates: 0, unexcused: 0 }
  for (const emails of copies.values()) {
    const sorted = emails.toSorted((a, b) => a.at - b.at)
    for (const [nth, again] of sorted.slice(1).entries()) {
      const before = sorted[nth]
      counts.duplicates += 1
      if (!before?.sure) continue
      const excused = interruptions.some(
        ({ from, until }) => until >= before.at - TOLERANCE_MS && from <= again.at,
      )
      if (!excused) counts.unexcused += 1
    }
  }
  return counts
}

/** An email that arrives contains a valid link. */
async function checkExpiry(rig: Rig, known: ReadonlySet<string>): Promise<string[]> {
  const emails = rig.sink.deliveries.filter((one) => one.token !== '' && known.has(one.messageId))
  const rows = await rig.rows<{ digest: Buffer; valid_until: Date }>(
    'select digest, expires_at as valid_until from secret where digest = any($1::bytea[])',
    [emails.map((email) => digest(email.token))],
  )
  const until = new Map(rows.map((row) => [row.digest.toString('hex'), row.valid_until.getTime()]))
  const expired = emails.filter(
    (email) => !((until.get(digest(email.token).toString('hex')) ?? 0) > email.at),
  )
  return expired.length > 0 ? [`I4: ${expired.length} emails were sent with an invalid link`] : []
}

/** I1: a secret is spent at most once, and each spend is one change of its account. */
async function checkSpends(rig: Rig): Promise<string[]> {
  const broken: string[] = []
  const byToken = Map.groupBy(acknowledged(rig, 'recovery.reset'), (call) => call.token)
  const twice = [...byToken.values()].filter((calls) => calls.length > 1)
  if (twice.length > 0) broken.push(`I1: ${twice.length} secrets were spent twice`)
  const uneven = await rig.rows(
    `select account.id from account left join secret on account_id = account.id::text
     and spent_at is not null and kind in ('link', 'ticket')
     group by account.id having count(digest) <> account.credential_version - 1 - $1::int`,
    [rig.revocations()],
  )
  if (uneven.length > 0)
    broken.push(`I1: ${uneven.length} accounts changed more or less often than secrets were spent`)
  return broken
}

/** I2: the password is that of the last acknowledged reset, or of a later one whose answer was lost. */
async function checkPasswords(rig: Rig): Promise<string[]> {
  const broken: string[] = []
  const resets = rig.driver.log.filter((call) => call.op === 'recovery.reset' && call.email)
  const people = [...Map.groupBy(resets, (call) => call.email)]
  for (const [nth, [email, calls]] of people.entries()) {
    const { may, mustNot } = candidates(calls)
    // From a client of their own, where limits are on.
    const headers = { 'x-forwarded-for': `10.200.${(nth >> 8) & 255}.${nth & 255}` }
    const works = async (password: string) =>
      (await signIn(rig, { email, password, headers })) === 200
    const good: string[] = []
    for (const password of may) if (await works(password)) good.push(password)
    for (const password of [...mustNot].slice(-3)) if (await works(password)) good.push(password)
    const [only] = good
    if (good.length !== 1 || only === undefined || !may.has(only)) {
      broken.push(`I2: ${email} signs in with ${good.length} passwords, or with an earlier one`)
    }
  }
  return broken
}

export function candidates(calls: readonly Call[]): { may: Set<string>; mustNot: Set<string> } {
  const last = calls
    .filter((call) => call.outcome === 'ok')
    .sort((a, b) => a.endedAt - b.endedAt)
    .at(-1)
  const may = new Set([last?.password ?? oldPassword])
  for (const call of calls) {
    if (call.outcome === 'unknown' && call.endedAt >= (last?.startedAt ?? 0)) may.add(call.password)
  }
  const all = new Set([oldPassword, ...calls.map((call) => call.password)])
  return { may, mustNot: all.difference(may) }
}

type Headers = Record<string, string>

/** Retries after a 503, because the fault is over and every answer counts. */
async function signIn(
  rig: Rig,
  { email, password, headers }: { email: string; password: string; headers: Headers },
): Promise<number> {
  for (let tries = 0; ; tries++) {
    const { status } = await rig.driver.signIn(email, password, { headers })
    if (status === 200 || status === 401 || tries === 20) return status
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** I5: the logs contain no secret, password or whole address. */
function checkLogs(rig: Rig): string[] {
  const broken = new Set<string>()
  const tokens = new Set(rig.sink.deliveries.flatMap((one) => one.tokens))
  const codes = new Set(rig.sink.deliveries.map((one) => one.code).filter(Boolean))
  for (const server of rig.servers) {
    const output = server.output()
    for (const [word] of output.matchAll(/[\w-]{43}/g)) if (tokens.has(word)) broken.add('a link')
    for (const [word] of output.matchAll(/(?<![\w.-])\d{6}(?![\w-])/g)) {
      if (codes.has(word)) broken.add('a code')
    }
    if (output.includes('grey heron')) broken.add('a password')
    if (/p\d+-f\d+@/.test(output)) broken.add('an address')
    if (output.includes(rig.secret) || output.includes(smtpPassword)) broken.add('a credential')
  }
  return [...broken].map((what) => `I5: a log contains ${what}`)
}

function acknowledged(rig: Rig, op: string): Call[] {
  return rig.driver.log.filter((call) => call.op === op && call.outcome === 'ok')
}

function digest(token: string): Buffer {
  return createHash('sha256').update(Buffer.from(token, 'base64url')).digest()
}
