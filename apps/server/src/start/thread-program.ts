import { workerData } from 'node:worker_threads'
import { observeTo, toAll } from '@latchkey/server/parts'
import { runWorker, workInThread } from '@latchkey/server/parts/worker'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'

/* The program of the worker's thread. */

const { config } = workerData as { config: Config }
const log = createLog(config.logLevel, 'worker')
await workInThread((forward) => runWorker(config, { log, observe: toAll(observeTo(log), forward) }))
