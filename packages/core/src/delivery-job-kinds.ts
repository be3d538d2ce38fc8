import { type JobKind, jobKinds } from './job.ts'
import { type MessageKind, messageKinds } from './message.ts'

/** A kind of job that is done with an email: it has the name of the email's kind. */
export type DeliveryJobKind = Extract<JobKind, MessageKind>

/** Every kind of job that is done with an email. */
export const deliveryJobKinds: readonly DeliveryJobKind[] = Object.keys(jobKinds).filter(
  (kind): kind is DeliveryJobKind => kind in messageKinds,
)
