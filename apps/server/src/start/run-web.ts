import { setTimeout as sleep } from 'node:timers/promises'
import { createQueue, type Database } from '@latchkey/db'
import { loadArgon2Engine } from '../adapters/argon2-engine.ts'
import { createMetrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import { createWebServer } from '../http/server.ts'
import type { Logger } from '../log.ts'
import { observerFor, secretsFor, storesFor } from './compose.ts'
import { composeWeb } from './compose-web.ts'
import { addDemoAccount } from './demo-account.ts'
import { mailHealth, missingIn } from './open-database.ts'
import { SEND_DRAIN_MS } from './shutdown.ts'
import type { WorkerThread } from './worker-thread.ts'

const READ_FIRST_MS = 200

export type RunningWeb = {
  /** Where the web server listens. */
  address: string
  /** Ends what it runs, the worker with it; the database stays open. */
  stop(): Promise<void>
}

/** Runs the web server over a database that is up to date, then lets the worker begin. */
export async function runWeb(
  config: Config,
  { database, thread, log }: { database: Database; thread: WorkerThread | undefined; log: Logger },
): Promise<RunningWeb> {
  const embedded = database.kind === 'embedded'
  const argon2 = await loadArgon2Engine()
  log.info({ event: 'password.engine', engine: argon2.name })
  const queue = createQueue(database)
  // In a thread; embedded, one process serves one person, so it shares the loop with the pages.
  let worker: Pick<WorkerThread, 'alive' | 'stop'> | undefined = thread
  const metrics = createMetrics({ queue: queue.stats, worker: () => worker?.alive() })
  const observe = observerFor(log, metrics)
  const stores = storesFor(config, database, observe)
  if (embedded && !config.production)
    await addDemoAccount(stores, { secrets: secretsFor(config), argon2 })

  const { recovery, sessions } = composeWeb(config, stores, {
    argon2,
    observe,
    hashing: metrics.hashing,
  })
  let draining = false
  const ready = async () => {
    if (draining) return ['draining']
    const missing = await missingIn(database)
    return config.worker && !worker?.alive() ? ['worker', ...missing] : missing
  }
  // Only who needs it holds what renders mails.
  const mails = () => import('./compose-worker.ts')
  const mailbox = config.smtpUrl === undefined ? (await mails()).mailboxFor(config) : undefined
  const app = await createWebServer({
    config,
    recovery,
    sessions,
    mailbox,
    ready,
    mail: mailHealth(database),
    metrics,
    log,
  })
  const address = await app.listen({ port: config.port, host: config.host })
  thread?.begin(metrics.observe)
  if (embedded) {
    const { composeWorker } = await mails()
    worker = inThisLoop(composeWorker(config, { database, stores, queue, observe }, log))
  }
  log.info({ event: 'web.started', address })
  return {
    address,
    async stop() {
      draining = true
      // What has arrived is read first: a connection whose request was not read yet would be closed as an idle one.
      await sleep(READ_FIRST_MS)
      await app.close()
      await worker?.stop()
    },
  }
}

function inThisLoop(worker: { stop(deadlineMs: number): Promise<void> }) {
  return { alive: () => true, stop: () => worker.stop(SEND_DRAIN_MS) }
}
