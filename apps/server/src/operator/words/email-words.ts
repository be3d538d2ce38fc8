import type { SuppressionReason } from '@latchkey/core'
import type { DeliveryTrouble, MessageStory } from '@latchkey/db'
import { type Facts, type Said, say } from '@latchkey/operator'

/* What is said of an email, at the command line and on the operators' page. */

/** How it stands with all email at the moment, which decides when a single one is tried. */
export type MailNow = { now: Date; trouble: DeliveryTrouble | undefined }

/** Until when all email is held. `undefined`: it is not. */
export function heldUntil({ trouble }: MailNow): Date | undefined {
  return trouble?.nextTryAt
}

/** Why no email is sent. */
export function sayTrouble(trouble: DeliveryTrouble): Said<'mail.trouble'> {
  return say('mail.trouble', {
    failure: trouble.failure,
    answer: trouble.answer,
    since: trouble.since.toISOString(),
    triedAt: trouble.triedAt.toISOString(),
    nextTryAt: trouble.nextTryAt?.toISOString() ?? null,
  })
}

/** The cause first, then what comes next, then what else there is to know. */
export function sayEmail(message: MessageStory, mail: MailNow): Said[] {
  const next = sayNext(message, mail)
  return [sayState(message), ...(next ? [next] : []), ...sayMore(message)]
}

/** What became of it. */
export function sayState(message: MessageStory): Said {
  const { kind, state, detail, failure, attempts, queue } = message
  const answer = detail ?? 'nothing'
  switch (state) {
    case 'handed-over':
      return say('email.handed-over', { kind, attempt: attempts, answer })
    case 'delayed':
      return failure === 'setup' && attempts === 0
        ? say('email.held', { answer })
        : say('email.delayed', { attempts, failure: delayOf(failure), answer })
    case 'sending':
      return queue.status === 'under-way'
        ? say('email.being-sent', { attempt: attempts })
        : say('email.interrupted', { attempt: attempts })
    case 'suppressed':
      return say('email.suppressed', { reason: answer as SuppressionReason })
    case 'dead':
      if (detail === 'expired') return say('email.expired', {})
      return failure === 'unmailable'
        ? say('email.unmailable', { attempt: attempts, answer })
        : say('email.rejected', { attempt: attempts, answer })
  }
}

function delayOf(failure: MessageStory['failure']): Facts['email.delayed']['failure'] {
  return failure === 'setup' || failure === 'unreachable' || failure === 'unclear'
    ? failure
    : 'busy'
}

/** When it is tried again, if anybody expects that. */
export function sayNext({ state, queue }: MessageStory, mail: MailNow): Said | undefined {
  const isTried = state === 'delayed' || (state === 'sending' && queue.status !== 'under-way')
  if (!isTried) return undefined
  if (queue.status === 'under-way') return say('email.retried-now', {})
  return queue.status === 'waiting'
    ? sayAttempt(latest(queue.nextAt, heldUntil(mail)), mail)
    : say('email.not-in-queue', {})
}

function sayAttempt(at: Date, { now }: MailNow): Said {
  return say('email.next-attempt', {
    at: at.toISOString(),
    ...(at <= now && { isDue: true }),
  })
}

function latest(one: Date, other: Date | undefined): Date {
  return other && other > one ? other : one
}

/** Which email it is, if nothing else says so, and whether it may have arrived twice. */
export function sayMore({ kind, state, unclear }: MessageStory): Said[] {
  const isNamed = kind === 'recovery' || state === 'handed-over' || state === 'suppressed'
  return [
    ...(isNamed ? [] : [say('email.is-kind', { kind })]),
    ...(unclear === 0 ? [] : [say('email.may-be-doubled', { attempts: unclear })]),
  ]
}
