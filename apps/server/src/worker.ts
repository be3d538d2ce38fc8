import { parentPort, workerData } from 'node:worker_threads'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import { runWorker } from './run-worker.ts'

/*
 * The worker as a thread beside the web server: an event loop of its own, so that mail work never delays a
 * request, least of all the one that follows an ask for an address that exists.
 */
const { config } = workerData as { config: Config }
const stop = await runWorker(config, createLog(config.logLevel, 'worker'))
parentPort?.postMessage('started')
parentPort?.once('message', () => void stop().finally(() => parentPort?.postMessage('stopped')))
