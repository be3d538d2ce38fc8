import { workerData } from 'node:worker_threads'
import { observeTo, toAll } from '@latchkey/server/parts'
import { runWorker, workInThread } from '@latchkey/server/parts/worker'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { type LostLines, settleLogs } from '../log-output.ts'

/* The program of the worker's thread. */

const { config, lostLines } = workerData as { config: Config; lostLines: LostLines }
const log = createLog(config.logLevel, 'worker', lostLines)
await workInThread(async (forward) => {
  const worker = await runWorker(config, { log, observe: toAll(observeTo(log), forward) })
  // The thread is ended once it has stopped.
  return { stop: () => worker.stop().finally(settleLogs) }
})
