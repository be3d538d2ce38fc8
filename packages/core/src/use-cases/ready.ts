import type { EmailAddress } from '../email-address.ts'
import type { Message } from '../message.ts'
import type { DeliveryAttempt } from '../ports/index.ts'

/** An email that may leave: the digests of its secrets are stored. */
export type Ready = {
  attempt: DeliveryAttempt
  message: Message
  owner: EmailAddress
  /** This attempt's number, from 1. */
  tries: number
}
