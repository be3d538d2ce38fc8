import { createMetrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import { createMonitoringServer } from '../http/monitoring-server.ts'
import type { Logger } from '../log.ts'
import { observerFor } from './compose.ts'
import { type RunningWorker, runWorker } from './run-worker.ts'

/**
 * A worker in its own process. With WORKER_PORT it also answers `/health` and `/metrics`.
 *
 * @returns the function that stops it.
 */
export async function startStandaloneWorker(
  config: Config,
  log: Logger,
): Promise<() => Promise<void>> {
  let worker: RunningWorker | undefined
  const metrics = createMetrics({
    queue: async () => (worker ? worker.queueStats() : Promise.reject(new Error('not started'))),
    worker: () => worker !== undefined,
  })
  const ready = async () => (worker ? worker.missing() : ['worker'])
  const mail = async () => (worker ? worker.mail() : ('ok' as const))
  const app = createMonitoringServer({ config, metrics, ready, mail, log })
  try {
    // The port first: if it is taken, no job is in flight that would have to be waited for.
    if (config.workerPort !== undefined) {
      await app.listen({ port: config.workerPort, host: config.host })
    }
    const running = await runWorker(config, { log, observe: observerFor(log, metrics) })
    worker = running
    return async () => {
      await app.close()
      await running.stop()
    }
  } catch (error) {
    await app.close()
    throw error
  }
}
