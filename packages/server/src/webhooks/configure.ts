import type { ConfiguredWebhook, WebhookStore } from '@latchkey/db'
import type { Log } from '../log.ts'
import type { Receiver } from './webhook.ts'

/** Before the first request: from then on, events are written for these. */
export async function configureWebhooks(
  webhooks: readonly Receiver[],
  store: Pick<WebhookStore, 'configure'>,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  const rows = webhooks.map(
    ({ name, url, types }): ConfiguredWebhook => ({
      ...{ name, url, types: [...types] },
    }),
  )
  const { off } = await store.configure(rows)
  for (const webhook of off) {
    log.warn({
      event: 'webhook.off',
      webhook,
      message:
        'This webhook answered 410 and is switched off. When it wants events again: latchkey events test, then latchkey events retry',
    })
  }
}
