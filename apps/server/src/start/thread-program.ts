import { workerData } from 'node:worker_threads'
import { observeTo, toAll } from '@latchkey/server/parts'
import { runWorker, workInThread } from '@latchkey/server/parts/worker'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { openTelemetry } from './open-telemetry.ts'

/* The program of the worker's thread. */

const { config } = workerData as { config: Config }
const log = createLog(config.logLevel, 'worker')
const telemetry = await openTelemetry(config, 'worker', log)
await workInThread(async (forward) => {
  const worker = await runWorker(config, { log, observe: toAll(observeTo(log), forward) })
  return {
    async stop() {
      await worker.stop()
      await telemetry?.stop()
    },
  }
})
