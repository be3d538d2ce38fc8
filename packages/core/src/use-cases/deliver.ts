import { type EmailAddress, mask } from '../email-address.ts'
import { failures, HandoverFailed } from '../handover.ts'
import { secondsUntilRetry } from '../job.ts'
import type { Message, MessageKind } from '../message.ts'
import type { DeliveryAttempt, Outcome, Prepared } from '../ports.ts'
import type { DeliveryParts } from '../recovery.ts'
import { composeMessage } from './compose-message.ts'
import { mintSecrets } from './mint-secrets.ts'

/** A mail that may leave: what it carries is stored. */
export type Ready = {
  attempt: DeliveryAttempt
  message: Message
  owner: EmailAddress
  tries: number
}

/**
 * Turns each job into at most one email, in three steps, because a worker takes many jobs through the first and the
 * last at once. Secrets are minted here and exist only in these calls and in the email. Their digests are stored
 * before the email leaves, so that they are valid when it is opened.
 */
export function deliver(parts: DeliveryParts) {
  const { messages, observe, policy, emailNoAccount } = parts
  return {
    /** The emails to send. Jobs without an email end here. */
    async prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
      const drafts = attempts.map((attempt) => ({ attempt, minted: mintFor(parts, attempt) }))
      const prepared = await messages.prepare(
        drafts.map(({ attempt, minted }) => ({ attempt, secrets: minted.stored, emailNoAccount })),
      )
      return drafts.flatMap(({ attempt, minted }, i) => {
        const one = prepared[i]
        if (one?.status !== 'ready') {
          if (one) tellEnd(parts, attempt, one)
          return []
        }
        const message = composeMessage({ attempt, prepared: one, minted }, policy.defaultLocale)
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
        const seconds = secondsUntilRetry(attempt.job.kind, tries, parts.chance())
        return outcomeOf(error, { attempt, seconds })
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

function mintFor(parts: DeliveryParts, { job }: DeliveryAttempt) {
  return mintSecrets(parts, job.kind, job.kind === 'recovery' ? job.requestId : undefined)
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
