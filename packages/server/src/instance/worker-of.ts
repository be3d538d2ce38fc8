import type { Observe } from '@latchkey/core'
import { createWebhookStore, type Database } from '@latchkey/db'
import { DRAIN_MS } from '../compose/compose.ts'
import type { OpenRecovery } from '../compose/open-recovery.ts'
import { openWorkerThread } from '../compose/worker-thread.ts'
import type { ServerConfig } from '../config/server-config.ts'
import type { Log } from '../log.ts'
import { configureWebhooks } from '../webhooks/configure.ts'
import { receiversOf } from '../webhooks/webhook.ts'

export type HostedWorker = { alive(): boolean; stop(): Promise<void> }

type Open = { database: Database; parts: OpenRecovery; observe: Observe; log: Log }

/** The program of a thread, for a module that exports an instance. */
export function threadFor(module: string, log: Log) {
  const name = import.meta.url.endsWith('.ts') ? 'thread-program.ts' : 'thread-program.js'
  const program = new URL(name, import.meta.url)
  return openWorkerThread({ program, workerData: { module } }, log)
}

/** A worker on this event loop, never in production. The email parts are loaded only here. */
export async function inlineWorker(config: ServerConfig, open: Open): Promise<HostedWorker> {
  const { database, parts, observe, log } = open
  if (database.kind === 'postgres') {
    const { runWorker } = await import('../compose/run-worker.ts')
    const worker = await runWorker(config, { log, observe })
    return { alive: () => true, stop: () => worker.stop() }
  }
  // The embedded database has one connection for all.
  const { composeWorker } = await import('../compose/compose-worker.ts')
  await configureWebhooks(receiversOf(config), createWebhookStore(database), log)
  const worker = composeWorker(config, { database, ...parts, observe }, log)
  return { alive: () => true, stop: () => worker.stop(DRAIN_MS) }
}
