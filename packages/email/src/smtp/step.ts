/** The step of a hand-over that failed, in their order. */
export type Step =
  | 'look-up'
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'encryption'
  | 'token'
  | 'sign-in'
  | 'sender'
  | 'recipient'
  | 'message'
  /** Of a mail service that takes emails by its API: the one call. */
  | 'call'
  | 'unknown'

const afterRecipient: readonly Step[] = ['recipient', 'message']

/** Whether the server knows the recipient at this step, so that its answer may be about the recipient alone. */
export function isAfterRecipient(step: Step): boolean {
  return afterRecipient.includes(step)
}
