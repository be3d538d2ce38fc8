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
  | 'unknown'

const afterRecipient: readonly Step[] = ['recipient', 'message']

/** Whether the server knows the recipient at this step, so that its answer may be about the recipient alone. */
export function isAfterRecipient(step: Step): boolean {
  return afterRecipient.includes(step)
}
