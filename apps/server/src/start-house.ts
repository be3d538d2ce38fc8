import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@latchkey/db'
import { createMetrics } from './adapters/metrics.ts'
import {
  composeWeb,
  composeWorker,
  mailboxFor,
  observerFor,
  queueFor,
  secretsFor,
  storesFor,
} from './compose.ts'
import type { Config } from './config.ts'
import { addDemoAccount } from './demo-account.ts'
import { createWebServer } from './http/server.ts'
import { createLog, type Logger } from './log.ts'
import { mailHealth, migrateDatabase, missingIn, openDatabase } from './open-database.ts'
import { SEND_DRAIN_MS } from './shutdown.ts'
import { startWorkerThread } from './worker-thread.ts'

const READ_FIRST_MS = 200

export type House = {
  /** Where the web server listens. */
  address: string
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, and runs the web server and its worker. */
export async function startHouse(config: Config): Promise<House> {
  const log = createLog(config.logLevel, 'web')
  if (!config.rateLimits) log.warn({ event: 'limits.off' })
  const database = await openDatabase(config, 'web', log)
  try {
    await database.ping()
    await migrateDatabase(config, database, log)
    return await open(config, database, log)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function open(config: Config, database: Database, log: Logger): Promise<House> {
  const embedded = database.kind === 'embedded'
  const queue = await queueFor(database, embedded ? 'worker' : 'sender', log)
  let worker: { alive(): boolean; stop(): Promise<void> } | undefined
  const metrics = createMetrics({ queue: queue.stats, worker: () => worker?.alive() })
  const observe = observerFor(log, metrics)
  const stores = storesFor(config, { database, queue }, observe)
  if (embedded && !config.production) await addDemoAccount(stores, secretsFor(config))

  const { recovery, sessions } = composeWeb(config, stores, {
    observe,
    hashing: metrics.hashing,
  })
  let draining = false
  const ready = async () => {
    if (draining) return ['draining']
    const missing = await missingIn(database)
    return config.worker && !worker?.alive() ? ['worker', ...missing] : missing
  }
  const mailbox = config.smtpUrl === undefined ? mailboxFor(config) : undefined
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
  if (config.worker) {
    worker = embedded
      ? inThisLoop(composeWorker(config, { database, stores, queue, observe }, log))
      : startWorkerThread(config, { log, observe: metrics.observe })
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
      await queue.close()
      await database.close()
      log.info({ event: 'web.stopped' })
    },
  }
}

/** Embedded, one process serves one person, so the worker shares the loop with the pages. */
function inThisLoop(worker: { stop(deadlineMs: number): Promise<void> }) {
  return { alive: () => true, stop: () => worker.stop(SEND_DRAIN_MS) }
}
