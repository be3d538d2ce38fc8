import { workerData } from 'node:worker_threads'
import { observeTo, toAll } from '@latchkey/server/parts'
import { runWorker, workInThread } from '@latchkey/server/parts/worker'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { type LostLines, settleLogs } from '../log-output.ts'
import { openTelemetry } from './open-telemetry.ts'

/* The program of the worker's thread. */

const { config, lostLines } = workerData as { config: Config; lostLines: LostLines }
const log = createLog(config.logLevel, 'worker', { lost: lostLines })
const telemetry = await openTelemetry(config, { part: 'worker', threads: 2 }, log)
await workInThread(async (forward) => {
  const worker = await runWorker(config, { log, observe: toAll(observeTo(log), forward) })
  return {
    async stop() {
      await worker.stop()
      await telemetry?.stop()
      // The thread is ended once it has stopped.
      await settleLogs()
    },
  }
})
