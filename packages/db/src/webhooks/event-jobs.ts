import type { WebhookJobKind } from '@latchkey/core'
import { type Expression, sql } from 'kysely'

/* The jobs that deliver events, as statements see them. */

/** As `webhookJobKind` makes it. */
export function kindOf(webhook: Expression<string>) {
  return sql<WebhookJobKind>`'webhook:' || ${webhook}`
}

/** Instead of the answer of a webhook: an operator gave the delivery up. */
export const DROPPED = 'dropped by an operator'

export function eventIdIn(payload: Expression<object>) {
  return sql<string>`(${payload} ->> 'eventId')::uuid`
}
