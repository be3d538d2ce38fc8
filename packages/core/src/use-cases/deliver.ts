import { deliveryAddress, type EmailAddress, mask } from '../email-address.ts'
import { failures, HandoverFailed, secondsUntilNextTry } from '../handover.ts'
import { localeFor } from '../locale.ts'
import type { Message, MessageKind } from '../message.ts'
import type { DeliveryAttempt, DeliveryJob, Outcome, Preparation, Prepared } from '../ports.ts'
import type { DeliveryParts, RecoveryPolicy } from '../recovery.ts'

/** A mail that may leave: what it carries is stored. */
export type Ready = {
  attempt: DeliveryAttempt
  message: Message
  owner: EmailAddress
  tries: number
}

/**
 * Turns jobs into at most one mail each, in three steps, because a worker takes many jobs through the first and the
 * last at once. Secrets are made here, live in these calls and in the mail, and are stored as digests before the
 * mail leaves: whoever opens it finds them good.
 */
export function deliver(parts: DeliveryParts) {
  const { messages, observe, policy } = parts
  const lifetimes = {
    linkMinutes: policy.linkLifetimeMinutes,
    codeMinutes: policy.codeLifetimeMinutes,
  }
  return {
    /** The mails among the jobs; the others came to their end. */
    async prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
      const drafts = attempts.map((attempt) => draft(parts, attempt))
      const prepared = await messages.prepare(
        drafts.map(({ preparation }) => preparation),
        lifetimes,
      )
      return drafts.flatMap(({ preparation: { attempt }, compose }, i) => {
        const one = prepared[i]
        if (one?.status !== 'ready') {
          if (one) tellEnd(parts, attempt, one)
          return []
        }
        const message = compose(one)
        if (one.brokeOff) observe({ event: 'message.broke-off', ...named(attempt, message.kind) })
        return [{ attempt, message, owner: one.owner, tries: one.tries }]
      })
    },

    /** Hands one mail over. Whatever happens is an outcome. */
    async send({ attempt, message, tries }: Ready): Promise<Outcome> {
      try {
        const { answer } = await parts.mailer.send(message)
        return { attempt, status: 'handed-over', answer }
      } catch (error) {
        return outcomeOf(error, { attempt, seconds: secondsUntilNextTry(tries, parts.chance()) })
      }
    },

    async record(ended: readonly { ready: Ready; outcome: Outcome }[]): Promise<void> {
      const recorded = await messages.record(ended.map(({ outcome }) => outcome))
      for (const [i, { ready, outcome }] of ended.entries()) {
        tellOutcome(parts, { ready, outcome, afterSeconds: recorded[i] })
      }
    },
  }
}

type Facts = Extract<Prepared, { status: 'ready' }>
type Draft = { preparation: Preparation; compose: (facts: Facts) => Message }

function draft(parts: DeliveryParts, attempt: DeliveryAttempt): Draft {
  const { job } = attempt
  return job.kind === 'recovery'
    ? draftRecovery(parts, attempt, job)
    : draftNotice(parts, attempt, job)
}

function draftRecovery(
  { secrets, linkTo, policy, tellsNoAccount }: DeliveryParts,
  attempt: DeliveryAttempt,
  job: Extract<DeliveryJob, { kind: 'recovery' }>,
): Draft {
  const token = secrets.newToken()
  const code = secrets.newCode()
  return {
    preparation: {
      attempt,
      secrets: {
        link: secrets.tokenDigest(token),
        code: secrets.codeDigest(job.requestId, code),
      },
      tellsNoAccount,
    },
    compose({ recovery, instead, ...facts }) {
      const asked = { ...addressed(policy, attempt, facts), requestId: job.requestId }
      if (instead) return { ...asked, ...instead }
      if (!recovery) throw new Error('The store prepared something else')
      return {
        kind: 'recovery',
        ...asked,
        link: linkTo(token),
        code,
        mintedAt: minutesBefore(recovery.codeExpiresAt, policy.codeLifetimeMinutes),
        ...recovery,
      }
    },
  }
}

function draftNotice(
  { secrets, notMeLinkTo, policy }: DeliveryParts,
  attempt: DeliveryAttempt,
  job: Extract<DeliveryJob, { kind: 'password-changed' }>,
): Draft {
  const token = secrets.newToken()
  return {
    preparation: { attempt, notMe: secrets.tokenDigest(token) },
    compose({ notMeExpiresAt, ...facts }) {
      if (!notMeExpiresAt) throw new Error('The store prepared something else')
      return {
        kind: 'password-changed',
        ...addressed(policy, attempt, facts),
        changedAt: new Date(job.changedAt),
        notMeLink: notMeLinkTo(token),
        notMeExpiresAt,
      }
    },
  }
}

function minutesBefore(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60_000)
}

function addressed(
  { defaultLocale }: RecoveryPolicy,
  { messageId }: DeliveryAttempt,
  { owner, locale }: Pick<Facts, 'owner' | 'locale'>,
) {
  return {
    id: messageId,
    to: deliveryAddress(owner),
    login: owner.registered,
    locale: localeFor(locale, defaultLocale),
  }
}

function outcomeOf(
  error: unknown,
  { attempt, seconds }: { attempt: DeliveryAttempt; seconds: number },
): Outcome {
  const { failure, message: answer } =
    error instanceof HandoverFailed
      ? error
      : // A mail that cannot be written today cannot be written tomorrow; the others go on.
        {
          failure: 'unmailable' as const,
          message: `It could not be written: ${error instanceof Error ? error.name : 'unknown'}`,
        }
  switch (failures[failure]) {
    case 'again':
      return { attempt, status: 'delayed', failure, answer, seconds }
    case 'hold':
      return { attempt, status: 'held', failure, answer, seconds: 0 }
    case 'suppress':
      return { attempt, status: 'suppressed', reason: 'undeliverable' }
    case 'never':
      return { attempt, status: 'dead', failure, answer }
  }
}

function tellOutcome(
  { observe }: DeliveryParts,
  told: { ready: Ready; outcome: Outcome; afterSeconds: number | undefined },
): void {
  const { ready, outcome, afterSeconds } = told
  const about = named(ready.attempt, ready.message.kind)
  if (outcome.status === 'handed-over') {
    observe({ event: 'message.handed-over', ...about, to: mask(ready.owner), afterSeconds })
  } else if (outcome.status === 'suppressed') {
    observe({ event: 'message.suppressed', ...about, reason: outcome.reason })
  } else {
    const { failure, answer } = outcome
    observe({ event: `message.${outcome.status}`, ...about, failure, answer })
  }
}

function tellEnd(
  { observe }: DeliveryParts,
  attempt: DeliveryAttempt,
  end: Exclude<Prepared, { status: 'ready' }>,
): void {
  const about = named(attempt, attempt.job.kind)
  if (end.status === 'suppressed') {
    observe({ event: 'message.suppressed', ...about, reason: end.reason })
  } else if (end.status === 'dead') {
    observe({ event: 'message.dead', ...about, failure: 'expired', answer: end.reason })
  }
}

function named({ messageId }: DeliveryAttempt, kind: MessageKind) {
  return { messageId, kind }
}
