import { type JobKinds, jobKinds, type Observe, webhookJob, webhookJobKind } from '@latchkey/core'
import { createStores, type Database, type Stores } from '@latchkey/db'
import type { Metrics } from '../adapters/metrics.ts'
import { createSecrets } from '../adapters/secrets.ts'
import { serverSecrets } from '../adapters/server-secret.ts'
import type { Config } from '../config/config.ts'
import { type Logger, observeTo, toAll } from '../log.ts'

/*
 * Joins the parts that every process has. `compose-web.ts` adds those of the web server and `compose-worker.ts` those of
 * the worker, so that neither loads the libraries of the other. No other file knows all parts.
 */

/** Milliseconds to finish the jobs in flight at a shutdown. The others are left until their lease ends. */
export const DRAIN_MS = 15_000

/** How long a process that ends says that it is not ready. At a terminal nothing waits for that. */
export function pauseMs(config: Config, atOnce: boolean): number {
  return atOnce ? 0 : config.drainSeconds * 1_000
}

export function secretsFor(config: Config) {
  return createSecrets(serverSecretsOf(config))
}

export function serverSecretsOf(config: Config): readonly string[] {
  return config.secrets ?? serverSecrets(config.dataDir)
}

/** Those that every worker has, and one for each webhook. */
export function jobKindsFor({ webhooks }: Pick<Config, 'webhooks'>): JobKinds {
  const ofWebhooks = webhooks.map(({ name }) => [webhookJobKind(name), webhookJob])
  return { ...jobKinds, ...Object.fromEntries(ofWebhooks) }
}

export function storesFor(config: Config, database: Database, observe?: Observe): Stores {
  return createStores(database, {
    rateLimits: config.rateLimits,
    onLimit: (limit) => observe?.({ event: 'limit.reached', limit }),
  })
}

/** Every event goes to the log and to the metrics. */
export function observerFor(log: Logger, metrics: Pick<Metrics, 'observe'>): Observe {
  return toAll(observeTo(log), metrics.observe)
}
