import type { Operator } from '@latchkey/db'
import { type Said, say } from '@latchkey/operator'

type Which = { ids: readonly string[] | undefined; webhook: string | undefined }

/** Why none of these events was delivered again. */
export async function sayNoDelivery(
  operator: Pick<Operator, 'findRemovedWebhooks'>,
  { ids, webhook }: Which,
): Promise<Said> {
  const removed = await operator.findRemovedWebhooks(ids)
  const webhooks = removed.filter((name) => webhook === undefined || name === webhook)
  return webhooks.length > 0 ? say('act.no-webhook', { webhooks }) : say('act.no-delivery', {})
}
