import { mask } from '../email-address.ts'
import type { MessageKind } from '../message.ts'
import type { DeliveryParts } from '../parts.ts'
import type { DeliveryAttempt, Outcome, Prepared } from '../ports/index.ts'
import { composeMessage } from './compose-message.ts'
import { type LeftOut, leaveOutSuppressed } from './leave-out-suppressed.ts'
import { mintSecrets } from './mint-secrets.ts'
import { outcomeOf } from './outcome-of.ts'
import type { Ready } from './ready.ts'

type Ended = { ready: Ready; outcome: Outcome }

/**
 * Turns each job into at most one email, in three steps, because a worker takes many jobs through the first and the
 * last at once. Secrets are minted here and exist only in these calls and in the email. Their digests are stored
 * before the email leaves, so that they are valid when it is opened.
 */
export function deliver(parts: DeliveryParts) {
  const { messages, observe, policy, emailNoAccount } = parts

  async function record(ended: readonly Ended[]): Promise<void> {
    const recorded = await messages.record(ended.map(({ outcome }) => outcome))
    for (const [i, one] of ended.entries()) reportOutcome(parts, one, recorded[i])
  }

  return {
    /** The emails to send. Jobs without an email end here. */
    async prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
      const drafts = attempts.map((attempt) => ({ attempt, minted: mintFor(parts, attempt) }))
      const prepared = await messages.prepare(
        drafts.map(({ attempt, minted }) => ({
          attempt,
          secrets: minted.stored,
          emailNoAccount,
          mostGuessesInARow: policy.limits['guess-in-a-row'],
        })),
      )
      const emails = drafts.flatMap(({ attempt, minted }, i) => {
        const one = prepared[i]
        if (one?.status !== 'ready') {
          if (one) reportNoEmail(parts, attempt, one)
          return []
        }
        const message = composeMessage({ attempt, prepared: one, minted }, policy.defaultLocale)
        if (one.brokeOff) observe({ event: 'message.broke-off', ...idAndKind(attempt, message) })
        return [{ attempt, message, owner: one.owner, tries: one.tries }]
      })
      const { leaving, leftOut } = await leaveOutSuppressed(parts, emails)
      if (leftOut.length > 0) await record(leftOut.map(suppressedBy))
      return leaving
    },

    /** Hands one email over to the mail server. Never throws: a failure is an outcome. */
    async send({ attempt, message, tries }: Ready): Promise<Outcome> {
      try {
        const { answer } = await parts.mailer.send(message)
        return { attempt, status: 'handed-over', answer }
      } catch (error) {
        return outcomeOf(error, { attempt, tries, chance: parts.chance() })
      }
    },

    record,

    /** Ends a job that no email can be made from. */
    async bury(attempt: DeliveryAttempt, why: string): Promise<void> {
      await messages.bury(attempt, why)
      const about = idAndKind(attempt, attempt.job)
      observe({ event: 'message.dead', ...about, failure: 'unmailable', answer: why })
    },
  }
}

function suppressedBy({ ready, cause }: LeftOut): Ended {
  return { ready, outcome: { attempt: ready.attempt, status: 'suppressed', reason: cause } }
}

function mintFor(parts: DeliveryParts, { job }: DeliveryAttempt) {
  return mintSecrets(parts, job.kind, job.kind === 'recovery' ? job.requestId : undefined)
}

function reportOutcome(
  { observe }: DeliveryParts,
  { ready, outcome }: Ended,
  afterSeconds: number | undefined,
): void {
  const about = idAndKind(ready.attempt, ready.message)
  if (outcome.status === 'handed-over') {
    observe({ event: 'message.handed-over', ...about, to: mask(ready.owner), afterSeconds })
  } else if (outcome.status === 'suppressed') {
    observe({ event: 'message.suppressed', ...about, reason: outcome.reason })
  } else {
    const { failure, answer } = outcome
    observe({ event: `message.${outcome.status}`, ...about, failure, answer })
  }
}

function reportNoEmail(
  { observe }: DeliveryParts,
  attempt: DeliveryAttempt,
  end: Exclude<Prepared, { status: 'ready' }>,
): void {
  const about = idAndKind(attempt, attempt.job)
  if (end.status === 'suppressed') {
    observe({ event: 'message.suppressed', ...about, reason: end.reason })
  } else if (end.status === 'dead') {
    observe({ event: 'message.dead', ...about, failure: 'expired', answer: end.reason })
  }
}

function idAndKind({ jobId }: DeliveryAttempt, { kind }: { kind: MessageKind }) {
  return { messageId: jobId, kind }
}
