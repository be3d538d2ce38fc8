import { type JobKinds, jobKinds, type Observe, webhookJob, webhookJobKind } from '@latchkey/core'
import { createStores, type Database, type Stores } from '@latchkey/db'
import { createSecrets } from '../adapters/secrets.ts'
import { serverSecrets } from '../adapters/server-secret.ts'
import type { SecretsConfig, ServerConfig, WebhooksConfig } from '../config/server-config.ts'
import { receiversOf } from '../webhooks/webhook.ts'

/*
 * Joins the parts that every process has. `compose-web.ts` adds those of the web server and `compose-worker.ts` those of
 * the worker, so that neither loads the libraries of the other. No other file knows all parts.
 */

/** Milliseconds to finish the jobs in flight at a shutdown. The others are left until their lease ends. */
export const DRAIN_MS = 15_000

export function secretsFor(config: SecretsConfig) {
  return createSecrets(serverSecretsOf(config))
}

/** The first signs, all of them verify. */
export function serverSecretsOf(config: SecretsConfig): readonly string[] {
  return config.secrets ?? serverSecrets(config.dataDir)
}

/** Those that every worker has, and one for each webhook. */
export function jobKindsFor(config: WebhooksConfig): JobKinds {
  const ofWebhooks = receiversOf(config).map(({ name }) => [webhookJobKind(name), webhookJob])
  return { ...jobKinds, ...Object.fromEntries(ofWebhooks) }
}

export function storesFor(
  config: Pick<ServerConfig, 'rateLimits'>,
  database: Database,
  observe?: Observe,
): Stores {
  return createStores(database, {
    rateLimits: config.rateLimits,
    onLimit: (limit) => observe?.({ event: 'limit.reached', limit }),
  })
}
