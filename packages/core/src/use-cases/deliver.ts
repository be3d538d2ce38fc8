import { deliveryAddress, type EmailAddress, mask } from '../email-address.ts'
import { localeFor } from '../locale.ts'
import { HandoverFailed, type Message } from '../message.ts'
import type { DeliveryJob, Prepared } from '../ports.ts'
import type { DeliveryParts } from '../recovery.ts'

/** `again`: the queue should run this job later. Everything else is final. */
export type Delivered = 'handed-over' | 'suppressed' | 'dead' | 'again'

/**
 * Turns one job into at most one mail. Secrets are made here, live in this call and in the mail, and are stored as
 * digests before the mail leaves: whoever opens it finds them good.
 */
export function deliver(parts: DeliveryParts) {
  return async (messageId: string, job: DeliveryJob): Promise<Delivered> => {
    const composed =
      job.kind === 'recovery'
        ? await composeRecovery(parts, messageId, job)
        : await composeNotice(parts, messageId, job)
    return composed.status === 'message'
      ? handOver(parts, composed.message, composed.owner)
      : conclude(parts, { id: messageId, kind: job.kind }, composed)
  }
}

type Composed =
  | { status: 'message'; message: Message; owner: EmailAddress }
  | Exclude<Prepared<unknown>, { status: 'ready' }>

async function composeRecovery(
  { messages, secrets, policy, linkTo }: DeliveryParts,
  messageId: string,
  job: Extract<DeliveryJob, { kind: 'recovery' }>,
): Promise<Composed> {
  const token = secrets.newToken()
  const code = secrets.newCode()
  const prepared = await messages.prepareRecovery({
    messageId,
    requestId: job.requestId,
    withheld: job.withheld,
    link: secrets.tokenDigest(token),
    code: secrets.codeDigest(job.requestId, code),
    lifetimes: { linkMinutes: policy.linkLifetimeMinutes, codeMinutes: policy.codeLifetimeMinutes },
  })
  if (prepared.status !== 'ready') return prepared
  return {
    status: 'message',
    message: {
      kind: 'recovery',
      id: messageId,
      to: deliveryAddress(prepared.owner),
      login: prepared.owner.registered,
      locale: localeFor(prepared.locale, policy.defaultLocale),
      link: linkTo(token),
      code,
      requestId: job.requestId,
      requestedAt: prepared.requestedAt,
      mintedAt: minutesBefore(prepared.codeExpiresAt, policy.codeLifetimeMinutes),
      linkExpiresAt: prepared.linkExpiresAt,
      codeExpiresAt: prepared.codeExpiresAt,
      device: prepared.device,
    },
    owner: prepared.owner,
  }
}

async function composeNotice(
  { messages, policy }: DeliveryParts,
  messageId: string,
  job: Extract<DeliveryJob, { kind: 'password-changed' }>,
): Promise<Composed> {
  const changedAt = new Date(job.changedAt)
  const prepared = await messages.prepareNotice({ messageId, accountId: job.accountId, changedAt })
  if (prepared.status !== 'ready') return prepared
  return {
    status: 'message',
    message: {
      kind: 'password-changed',
      id: messageId,
      to: deliveryAddress(prepared.owner),
      login: prepared.owner.registered,
      locale: localeFor(prepared.locale, policy.defaultLocale),
      changedAt,
    },
    owner: prepared.owner,
  }
}

function minutesBefore(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60_000)
}

async function handOver(
  { messages, mailer, observe }: DeliveryParts,
  message: Message,
  owner: EmailAddress,
): Promise<Delivered> {
  try {
    const { answer } = await mailer.send(message)
    const afterSeconds = await messages.recordHandover(message.id, answer)
    observe({
      event: 'message.handed-over',
      messageId: message.id,
      kind: message.kind,
      to: mask(owner),
      afterSeconds,
    })
    return 'handed-over'
  } catch (error) {
    if (!(error instanceof HandoverFailed)) throw error
    const again = error.retry === 'again'
    await messages.recordFailure(message.id, error.message, again ? 'delayed' : 'dead')
    observe({
      event: again ? 'message.delayed' : 'message.dead',
      messageId: message.id,
      kind: message.kind,
      answer: error.message,
    })
    return again ? 'again' : 'dead'
  }
}

function conclude(
  { observe }: DeliveryParts,
  { id: messageId, kind }: Pick<Message, 'id' | 'kind'>,
  composed: Exclude<Composed, { status: 'message' }>,
): Delivered {
  if (composed.status === 'suppressed') {
    observe({ event: 'message.suppressed', messageId, kind, reason: composed.reason })
    return 'suppressed'
  }
  if (composed.status === 'dead') {
    observe({ event: 'message.dead', messageId, kind, answer: composed.reason })
    return 'dead'
  }
  return 'handed-over'
}
