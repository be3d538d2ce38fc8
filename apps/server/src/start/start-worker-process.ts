import { createMetrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import { createMonitoringServer } from '../http/monitoring-server.ts'
import type { Logger } from '../log.ts'
import { observerFor } from './compose.ts'
import { type RunningWorker, runWorker } from './run-worker.ts'

/** A worker in a process of its own and, with WORKER_PORT, a port to watch it by. Resolves to the way to stop it. */
export async function startWorkerProcess(
  config: Config,
  log: Logger,
): Promise<() => Promise<void>> {
  let worker: RunningWorker | undefined
  const metrics = createMetrics({
    queue: async () => (worker ? worker.queueStats() : Promise.reject(new Error('not yet'))),
    worker: () => worker !== undefined,
  })
  const ready = async () => (worker ? worker.missing() : ['worker'])
  const mail = async () => (worker ? worker.mail() : ('ok' as const))
  const app = createMonitoringServer({ config, metrics, ready, mail, log })
  try {
    // The port first: if it is taken, no mail is under way that would have to be waited for.
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
