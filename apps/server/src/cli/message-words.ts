import type { Failure, SuppressionReason } from '@latchkey/core'
import type { DeliveryTrouble, MessageStory, NoRetry } from '@latchkey/db'

/* How the command line describes an email. */

/** `2026-11-20 14:35:41 UTC` */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Why no email is sent. Printed before everything else. */
export function describeTrouble(trouble: DeliveryTrouble): string {
  const { failure, answer, since, triedAt, nextTryAt } = trouble
  const from = instant(since)
  const findOut = 'To find the cause: latchkey mail test --to you@example.com'
  switch (failure) {
    case 'setup':
      return `No email has been sent since ${from}: the mail settings are wrong, or mail servers distrust us. ${answer}
Last try at ${instant(triedAt)}, next try at ${instant(nextTryAt)}. Emails wait until they expire. Correct what the answer says and restart, or wait for the next try. ${findOut}`
    case 'busy':
      return `The mail server has put off all email since ${from}. ${answer}
Emails wait and are retried. ${findOut}`
    case 'refused':
      return `The mail server has refused every recipient since ${from}. ${answer}
These emails are given up. ${findOut}`
    default:
      return `The mail server has been unreachable since ${from}. ${answer}
Emails wait and are retried.`
  }
}

const suppressed: Record<SuppressionReason, string> = {
  limit:
    'Not sent: this address had reached its limit of emails. The next one is sent when the limit allows.',
  'no-account': 'Not sent: no account had this address.',
  disabled: 'Not sent: the account was disabled.',
  undeliverable: 'Not sent: the domain of this address accepts no email.',
  bounced:
    'Not sent: the mail service had reported that there is no such mailbox. To send again: latchkey mail unsuppress <address>',
  complained:
    'Not sent: its owner had called an email of ours spam. To send again: latchkey mail unsuppress <address>',
}

/** Which of our emails it is. */
const names: Record<MessageStory['kind'], string> = {
  recovery: 'the email with the link and the code',
  'password-changed': 'the notice that the password was changed',
  'no-password': 'the email that says how to sign in',
  'no-account': 'the email that says there is no account',
  'link-issued': 'the notice that an operator made a link',
  'reset-required': 'the email that asks for a new password',
}

/** The state of an email, in one or two sentences. */
export function describeMessage(message: MessageStory): string {
  return `${describeState(message)}${describeKind(message)}${describeDuplicates(message)}`
}

/** For an email that is neither the usual one nor named by its state. */
function describeKind({ kind, state }: MessageStory): string {
  const isNamed = kind === 'recovery' || state === 'handed-over' || state === 'suppressed'
  return isNamed ? '' : `\nThis is ${names[kind]}.`
}

function describeState(message: MessageStory): string {
  const { kind, state, detail = 'nothing', attempts, queue } = message
  switch (state) {
    case 'handed-over':
      return `The mail server accepted ${names[kind]}${atAttempt(message)}. It answered: ${detail}`
    case 'delayed':
      return `${describeDelay(message)}\n${describeNextTry(message)}`
    case 'sending':
      return queue.status === 'under-way'
        ? `Being sent now, attempt ${attempts}.`
        : `Attempt ${attempts} was interrupted. ${describeNextTry(message)}`
    case 'suppressed':
      return suppressed[detail as SuppressionReason] ?? `Not sent: ${detail}`
    case 'dead':
      return describeDeath(message)
  }
}

function atAttempt({ attempts }: MessageStory): string {
  return attempts === 1 ? '' : ` at attempt ${attempts}`
}

function describeDuplicates({ unclear }: MessageStory): string {
  if (unclear === 0) return ''
  const attempts = unclear === 1 ? 'one attempt was' : `${unclear} attempts were`
  return `\nIt may have arrived more than once: ${attempts} interrupted after the mail server may have accepted it.`
}

function describeDelay({ failure, attempts, detail = 'nothing' }: MessageStory): string {
  const after = attempts === 0 ? '' : ` after attempt ${attempts}`
  const why: Partial<Record<Failure, string>> = {
    setup:
      attempts === 0
        ? `Held: no email is sent, because the mail settings are wrong. ${detail}`
        : `Delayed${after}: the mail server does not take this email from us. ${detail}`,
    unreachable: `Delayed${after}: the mail server was unreachable. ${detail}`,
    unclear: `Delayed${after}: the mail server received the email, but did not say whether it accepted it. ${detail}`,
  }
  return why[failure ?? 'busy'] ?? `Delayed${after}. The mail server said: ${detail}`
}

function describeDeath(message: MessageStory): string {
  const { failure, detail = 'nothing' } = message
  if (detail === 'expired') return 'Given up: it expired before it could be sent.'
  const givenUp = `Given up${atAttempt(message)}`
  if (failure === 'unmailable') return `${givenUp}: the email could not be created. ${detail}`
  return `${givenUp}: the mail server rejected it permanently. It said: ${detail}`
}

function describeNextTry({ id, queue }: MessageStory): string {
  if (queue.status === 'under-way') return 'It is being retried now.'
  if (queue.status === 'waiting') {
    return `Next attempt at ${instant(queue.nextAt)}. To retry now: latchkey mail retry ${id}`
  }
  return `It is no longer in the queue. To put it back: latchkey mail retry ${id}`
}

export const noRetry: Record<NoRetry, string> = {
  unknown: 'There is no such email. The history of emails is kept for 7 days.',
  'under-way': 'It is being sent now.',
  'handed-over': 'The mail server has already accepted it. Its log shows what happened next.',
  suppressed:
    'It was not sent on purpose; `latchkey mail show` gives the reason. The user can request another one.',
  'too-late':
    'It is too late: its request is closed, or what it tells of was too long ago. The user can request another one.',
}
