import { deliveryAddress } from '../email-address.ts'
import { type Locale, localeFor } from '../locale.ts'
import { type Message, type MessageFacts, type MessageKind, secretFieldsOf } from '../message.ts'
import type { DeliveryAttempt, PreparedEmail } from '../ports/index.ts'
import { OPERATOR_LINK_MINUTES } from '../secret.ts'
import type { Minted } from './mint-secrets.ts'

/** All that is known of an email about to leave. */
export type Draft = { attempt: DeliveryAttempt; prepared: PreparedEmail; minted: Minted }

/** What each kind says besides its secrets. */
const factsFor: { [K in MessageKind]: (draft: Draft) => MessageFacts[K] } = {
  recovery: (draft) => ({
    ...aboutRequest(draft),
    login: draft.prepared.owner.registered,
    mintedAt: draft.prepared.preparedAt,
  }),
  'password-changed': (draft) => ({
    login: draft.prepared.owner.registered,
    ...aboutChange(draft),
  }),
  'no-password': (draft) => ({ ...aboutRequest(draft), login: draft.prepared.owner.registered }),
  'no-account': (draft) => aboutRequest(draft),
  'link-issued'({ attempt: { job }, prepared }) {
    if (job.kind !== 'link-issued') throw mismatch(job.kind, prepared.kind)
    const issuedAt = new Date(job.occurredAt)
    const linkExpiresAt = new Date(issuedAt.getTime() + OPERATOR_LINK_MINUTES * 60_000)
    return { login: prepared.owner.registered, issuedAt, linkExpiresAt }
  },
  'reset-required'({ attempt: { job }, prepared }) {
    if (job.kind !== 'reset-required') throw mismatch(job.kind, prepared.kind)
    const { publicReason, isLocked } = job
    return { login: prepared.owner.registered, publicReason: publicReason ?? undefined, isLocked }
  },
}

/** @throws Error if the store prepared an email that its job does not stand for: a fault in the store. */
export function composeMessage(draft: Draft, defaultLocale: Locale): Message {
  const { attempt, prepared, minted } = draft
  const { kind, owner, expiresAt } = prepared
  // Each part follows from `kind` by a table typed by it; together they are more than the compiler can follow.
  return {
    kind,
    id: attempt.jobId,
    to: deliveryAddress(owner),
    locale: localeFor(prepared.locale, defaultLocale),
    ...factsFor[kind](draft),
    ...secretFieldsOf(kind, { texts: minted.texts, expiresAt }),
  } as Message
}

function aboutRequest({ attempt: { job }, prepared }: Draft) {
  if (job.kind !== 'recovery' || !prepared.request) throw mismatch(job.kind, prepared.kind)
  return { requestId: job.requestId, ...prepared.request }
}

function aboutChange({ attempt: { job }, prepared }: Draft) {
  if (job.kind !== 'password-changed') throw mismatch(job.kind, prepared.kind)
  const { occurredAt, device, timeZone } = job
  return {
    changedAt: new Date(occurredAt),
    device: device ?? undefined,
    timeZone: timeZone ?? undefined,
  }
}

function mismatch(job: string, message: string): Error {
  return new Error(`The store prepared a ${message} email for a ${job} job`)
}
