import { setTimeout as sleep } from 'node:timers/promises'
import { observeTo, toAll } from '@latchkey/server/parts'
import { type RunningWorker, runWorker } from '@latchkey/server/parts/worker'
import { createMetrics } from '../adapters/metrics.ts'
import type { Stop } from '../cli/terminal.ts'
import type { Config } from '../config/config.ts'
import { createMonitoringServer } from '../http/monitoring-server.ts'
import type { Logger } from '../log.ts'
import { type LostLines, lostSoFar } from '../log-output.ts'
import { listen } from './listen.ts'
import { openTelemetry } from './open-telemetry.ts'
import { pauseMs } from './pause.ts'

/**
 * A worker in its own process. With WORKER_PORT it also answers `/health` and `/metrics`.
 *
 * @returns the function that stops it.
 */
export async function startStandaloneWorker(
  config: Config,
  { log, lostLines }: { log: Logger; lostLines: LostLines },
): Promise<Stop> {
  const telemetry = await openTelemetry(config, { part: 'worker', threads: 1 }, log)
  let worker: RunningWorker | undefined
  const metrics = createMetrics({
    queue: async () => (worker ? worker.queueStats() : Promise.reject(new Error('not started'))),
    worker: () => worker !== undefined,
    accounts: () => worker?.accountsFit() ?? true,
    ...(config.webhooks.length > 0 && {
      unsentSeconds: async () =>
        worker ? worker.unsentSeconds() : Promise.reject(new Error('not started')),
    }),
    webhooks: config.webhooks.map(({ name }) => name),
    lostLogLines: () => lostSoFar(lostLines),
  })
  let draining = false
  const ready = async () => {
    if (draining) return ['draining']
    return worker ? worker.missing() : ['worker']
  }
  const mail = async () => (worker ? worker.mail() : ('ok' as const))
  const secretDiffers = () => worker?.secretDiffers() ?? false
  const app = createMonitoringServer({ config, metrics, ready, mail, secretDiffers, log })
  try {
    // The port first: if it is taken, no job is in flight that would have to be waited for.
    if (config.workerPort !== undefined) {
      const place = { host: config.host, port: config.workerPort, setting: 'WORKER_PORT' } as const
      await listen(app, place)
    }
    const running = await runWorker(config, {
      log,
      observe: toAll(observeTo(log), metrics.observe),
    })
    worker = running
    await telemetry?.exportMetrics(metrics)
    return async (atOnce) => {
      draining = true
      // Without a port there is no load balancer to wait for.
      const isSeen = config.workerPort !== undefined
      await Promise.all([running.stop(), isSeen && sleep(pauseMs(config, atOnce))])
      await app.close()
      await telemetry?.stop()
    }
  } catch (error) {
    await app.close()
    throw error
  }
}
