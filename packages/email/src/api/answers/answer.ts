import type { Concern } from '@latchkey/core'
import type { Explanation } from '../../smtp/answers/answer.ts'
import type { MailServiceName } from '../mail-service.ts'

/** An answer that is no acceptance, as far as the table looks at it. */
export type RefusedCall = { service: MailServiceName; status: number; code: string; text: string }

/** A row applies if everything in it matches. */
type When = {
  status?: number | readonly number[]
  /** The service's own name or number for what went wrong. */
  code?: RegExp
  says?: RegExp
}

/**
 * What an answer means, and whom it concerns. A service knows the recipient at once, so an answer is about everyone only
 * where its words say so: otherwise a stranger's odd address could hold everybody's email.
 */
export type KnownRefusal = readonly [When, Explanation & { concerns: Concern }]

/** About the key, the sender, the account: nobody's email leaves. */
export function setup(meaning: string, advice: string): KnownRefusal[1] {
  return { failure: 'setup', concerns: 'everyone', meaning, advice }
}

/** About this recipient alone, and for good. */
export function refused(meaning: string, advice: string): KnownRefusal[1] {
  return { failure: 'refused', concerns: 'recipient', meaning, advice }
}

export const badRecipient = refused(
  'The mail service takes the address of the recipient for invalid.',
  'Check the address after --to. The settings work as far as this.',
)

export const unverifiedSender = setup(
  'The mail service has not verified the sender.',
  'Verify the domain or address of MAIL_FROM there, and spell it the same way.',
)

export const usedUp = setup(
  'Your account at the mail service has sent as much as it may.',
  'Wait until the limit resets, or buy more. The worker tries again by itself.',
)

export const closedAccount = setup(
  'The mail service has closed or paused your account, or has not yet approved it.',
  'Look at the messages on its dashboard, or ask its support.',
)
