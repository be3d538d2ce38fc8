import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { reportAddresses } from '@latchkey/core'
import { createLimitHits, createPageFiles, createWebhookStore, type Database } from '@latchkey/db'
import {
  DRAIN_MS,
  observeTo,
  secretsFor,
  serverSecretsOf,
  toAll,
  type WorkerThread,
} from '@latchkey/server/parts'
import { type OpenRecovery, openRecovery } from '@latchkey/server/parts/web'
import { configureWebhooks, reportLimits } from '@latchkey/server/parts/webhooks'
import type { FastifyInstance } from 'fastify'
import { createMetrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import { createFormerFiles } from '../http/page-files/former-files.ts'
import { keepPageFiles, type PageFilesKeeper } from '../http/page-files/keep-page-files.ts'
import { sealWith } from '../http/page-files/seal.ts'
import { createWebServer } from '../http/server.ts'
import { webFolder } from '../locations.ts'
import type { Logger } from '../log.ts'
import { type LostLines, lostSoFar } from '../log-output.ts'
import { recordLimits } from '../operator/limit-recorder.ts'
import type { Telemetry } from '../telemetry/start-telemetry.ts'
import { addDemoAccount, refuseDemoAccount } from './demo-account.ts'
import { listen } from './listen.ts'

const READ_ARRIVED_MS = 200
const CLOSE_IDLE_MS = 100

export type RunningWeb = {
  /** Where the web server listens. */
  address: string
  /** Where the operators' page listens, if there is one. */
  operatorAddress: string | undefined
  /**
   * Stops the web server and its worker. The database stays open.
   *
   * @param pauseMs how long "not ready" is said before that, to load balancers.
   */
  stop(pauseMs: number): Promise<void>
}

type RunningWorker = Pick<WorkerThread, 'alive' | 'stop'>

type WebRun = {
  database: Database
  thread: WorkerThread | undefined
  telemetry: Telemetry | undefined
  log: Logger
  lostLines: LostLines
}

/** Runs the web server on a migrated database, then starts the worker. */
export async function runWeb(
  config: Config,
  { database, thread, telemetry, log, lostLines }: WebRun,
): Promise<RunningWeb> {
  const webhooks = createWebhookStore(database)
  let worker: RunningWorker | undefined = thread
  let parts: OpenRecovery | undefined
  const metrics = createMetrics({
    queue: async () => (parts ? parts.queue.stats() : Promise.reject(new Error('not started'))),
    worker: () => worker?.alive(),
    accounts: () => parts?.accountsFit() ?? true,
    ...(config.webhooks.length > 0 && { unsentSeconds: webhooks.oldestUnsent }),
    webhooks: config.webhooks.map(({ name }) => name),
    lostLogLines: () => lostSoFar(lostLines),
  })
  const limitReports = reportLimits(webhooks, (err) =>
    log.warn({ event: 'webhook.unwritten', err }),
  )
  const limitCounts = recordLimits(createLimitHits(database), (err) =>
    log.warn({ event: 'limits.uncounted', err }),
  )
  const observe = toAll(observeTo(log), metrics.observe, limitReports.observe, limitCounts.observe)
  const open = await openRecovery(config, database, { log, observe, hashing: metrics.hashing })
  parts = open
  const { stores, argon2 } = open
  const embedded = database.kind === 'embedded'
  if (embedded) {
    if (config.demoAccount) await addDemoAccount(stores, { secrets: secretsFor(config), argon2 })
    else await refuseDemoAccount(stores, config.dataDir)
  }

  const pageFiles = openPageFiles(config, database, log)
  // Before the first page of this build is sent: another process may be asked for the rest of its files. An embedded
  // database has one process, whose start nobody should wait for.
  if (!embedded) await pageFiles?.keep()

  let draining = false
  const app = await createWebServer({
    config,
    recovery: open.recovery,
    sessions: open.sessions,
    mailbox: config.catchesEmail ? (await loadEmail()).mailboxFor(config) : undefined,
    draining: () => draining,
    ready: async () => {
      if (draining) return ['draining']
      const missing = await open.missing()
      return config.worker && !worker?.alive() ? ['worker', ...missing] : missing
    },
    mail: open.mail,
    serverSecrets: serverSecretsOf(config),
    secretDiffers: open.secretDiffers,
    reportAddresses: reportAddresses({
      ...{ suppressions: stores.suppressions, secrets: secretsFor(config), observe },
    }),
    formerFiles: pageFiles?.former,
    metrics,
    log,
  })
  const { operatorSite } = config
  const openPorts = async () => ({
    address: await listen(app, { host: config.host, port: config.port, setting: 'PORT' }),
    operators: operatorSite
      ? await (await loadOperatorPage()).runOperatorPage(config, {
          ...{ site: operatorSite, database, log },
          health: {
            worker: () => (config.worker ? (worker?.alive() ?? false) : undefined),
            secretDiffers: open.secretDiffers,
            accountsFit: open.accountsFit,
          },
        })
      : undefined,
  })
  // Before anything that the processes of this database read of each other, such as which webhooks there are: a start
  // that fails because a port is in use must not change what the others do.
  const { address, operators } = await openPorts().catch(async (error) => {
    await Promise.allSettled([app.close(), open.stop()])
    throw error
  })
  thread?.begin(metrics.observe)
  await telemetry?.exportMetrics(metrics)
  if (embedded) void pageFiles?.keep()
  // An embedded database serves one person, so the worker may share this process and its event loop.
  if (embedded) {
    await configureWebhooks(config.webhooks, webhooks, log)
    const { composeWorker } = await loadEmail()
    worker = alwaysAlive(composeWorker(config, { database, ...open, observe }, log))
  }
  log.info({ event: 'web.started', address })
  return {
    address,
    operatorAddress: operators?.address,
    async stop(pauseMs) {
      draining = true
      await operators?.stop()
      // Requests that have arrived are read first: until then, their connections count as idle and would be closed.
      await sleep(pauseMs + READ_ARRIVED_MS)
      // A busy event loop may have read nothing in that time. One turn accepts a connection, the next reads from it.
      for (let turn = 0; turn < 3; turn += 1) await nextTurn()
      await closeConnections(app)
      limitReports.stop()
      await pageFiles?.stop()
      await limitCounts.stop()
      await open.stop()
      await worker?.stop()
    },
  }
}

/** Files of the pages that other processes have, and ours for them. */
function openPageFiles(config: Config, database: Database, log: Logger) {
  if (config.pageFilesDays === 0) return undefined
  const parts = { files: createPageFiles(database), seal: sealWith(serverSecretsOf(config)) }
  let keeping: Promise<PageFilesKeeper> | undefined
  return {
    former: createFormerFiles(parts, log),
    async keep() {
      keeping = keepPageFiles({ ...parts, webFolder, days: config.pageFilesDays }, log)
      await keeping
    },
    /** Waits for what is being stored. */
    async stop() {
      await (await keeping)?.stop()
    },
  }
}

/** A connection is idle again when its last answer is sent, and could stay so for as long as `KEEP_ALIVE_SECONDS`. */
async function closeConnections(app: FastifyInstance): Promise<void> {
  const closed = app.close()
  const closing = setInterval(() => app.server.closeIdleConnections(), CLOSE_IDLE_MS)
  await closed.finally(() => clearInterval(closing))
}

/** Loaded only where needed, because rendering emails takes much memory. */
const loadEmail = () => import('@latchkey/server/parts/worker')

/** Loaded only where it is switched on. */
const loadOperatorPage = () => import('./run-operator-page.ts')

function alwaysAlive(worker: { stop(deadlineMs: number): Promise<void> }): RunningWorker {
  return { alive: () => true, stop: () => worker.stop(DRAIN_MS) }
}
