import type { Observe } from '@latchkey/core'
import { createStores, type Database, type Stores } from '@latchkey/db'
import type { Metrics } from '../adapters/metrics.ts'
import { createSecrets } from '../adapters/secrets.ts'
import { serverSecrets } from '../adapters/server-secret.ts'
import type { Config } from '../config/config.ts'
import { type Logger, observeTo, toAll } from '../log.ts'

/*
 * Joins the parts that every process has. What the web server has besides is in `compose-web.ts`, what the worker
 * has in `compose-worker.ts`: neither loads the libraries of the other. Nobody else knows all parts.
 */

export function secretsFor(config: Config) {
  return createSecrets(config.secrets ?? serverSecrets(config.dataDir))
}

export function storesFor(config: Config, database: Database, observe?: Observe): Stores {
  return createStores(database, {
    rateLimits: config.rateLimits,
    onLimit: (limit) => observe?.({ event: 'limit.reached', limit }),
  })
}

/** The log hears of everything, and so do the metrics. */
export function observerFor(log: Logger, metrics: Pick<Metrics, 'observe'>): Observe {
  return toAll(observeTo(log), metrics.observe)
}
