import type { DeliveryJobKind } from '../delivery-job-kinds.ts'
import type { JobAttempt } from '../job.ts'
import { messageKinds } from '../message.ts'

/** Whether this job is done with an email. */
export function isDelivery(attempt: JobAttempt): attempt is JobAttempt<DeliveryJobKind> {
  return attempt.job.kind in messageKinds
}
