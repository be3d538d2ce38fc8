import { failures, webhookEventTypes } from '@latchkey/core'
import * as z from 'zod'
import { LONGEST_REASON, LONGEST_SUBJECT, MOST_ROWS } from './codes.ts'
import { isOneLine, saysSomething } from './one-line.ts'

/*
 * What the procedures take. Unknown keys are refused. What a person must correct is said in English; the page says it
 * before it sends anything.
 */

const id = z.uuid('Use the id that a list returned').toLowerCase()
const limit = z.int().min(1).max(MOST_ROWS).default(50)
const time = z.iso.datetime({ offset: true })

/** One line that says something, without the spaces around it. */
export const reason = z
  .string('Say why')
  .trim()
  .refine(saysSomething, 'Say why')
  .max(LONGEST_REASON, `Say it in at most ${LONGEST_REASON} characters`)
  .refine(isOneLine, 'Write it in one line')

/** An address, or the id of a request or an account, exactly as it is: nothing is searched by its beginning. */
export const subject = z
  .string('Enter an address, or the id of a request or an account')
  .trim()
  .min(1, 'Enter an address, or the id of a request or an account')
  .max(LONGEST_SUBJECT, 'This is too long')

/** In: `session.enter`. */
export const EnterInput = z.strictObject({ token: z.string().max(200) })
/** In: `overview.show`. `midnight`: when the day of the operator began, in the last 24 hours. */
export const OverviewInput = z.strictObject({ midnight: time.optional() })
/** In: `emails.list`. `before`: `next` of the answer before. */
export const EmailsInput = z.strictObject({
  state: z.enum(['sending', 'delayed', 'handed-over', 'suppressed', 'dead']).optional(),
  failure: z.enum(Object.keys(failures) as [keyof typeof failures]).optional(),
  before: z.string().max(100).optional(),
  limit,
})
/** In: `emails.show`. */
export const EmailInput = z.strictObject({ emailId: id })
/** In: `emails.retry`. */
export const RetryEmailInput = z.strictObject({ emailId: id, reason })
/** In: `people.search`. */
export const SearchInput = z.strictObject({ subject })
/** In: `people.revoke`, `disable`, `enable`, `unsuppress`. */
export const PersonActInput = z.strictObject({ subject, reason })
/** In: `webhooks.events`. `failed`: those that were given up at a webhook. */
export const EventsInput = z.strictObject({
  type: z.enum(webhookEventTypes as [(typeof webhookEventTypes)[number]]).optional(),
  failed: z.boolean().default(false),
  before: z.string().max(100).optional(),
  limit,
})
/** In: `webhooks.event`. */
export const EventInput = z.strictObject({ eventId: id })
/** In: `webhooks.retry`. `webhook`: only at this one. */
export const RetryEventInput = z.strictObject({
  eventId: id,
  webhook: z.string().max(100).optional(),
  reason,
})
/** In: `audit.list`. Newest first. */
export const AuditInput = z.strictObject({
  kind: z.string().max(50).optional(),
  operator: z.string().max(200).optional(),
  accountId: z.string().max(200).optional(),
  requestId: id.optional(),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit,
})
