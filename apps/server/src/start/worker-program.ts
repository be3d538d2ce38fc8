import { parentPort, workerData } from 'node:worker_threads'
import type { Observe } from '@latchkey/core'
import type { Config } from '../config/config.ts'
import { createLog, observeTo, toAll } from '../log.ts'
import { runWorker } from './run-worker.ts'
import type { FromWorker, ToWorker } from './worker-thread.ts'

/*
 * The worker as a thread beside the web server: an event loop of its own, so that mail work never delays a
 * request, least of all the one that follows an ask for an address that exists.
 */
const { config } = workerData as { config: Config }
const log = createLog(config.logLevel, 'worker')
const say = (message: FromWorker) => parentPort?.postMessage(message)
// The web server counts for the whole process, so that one scrape sees it all.
const tell: Observe = (event) => say({ event })
const begin = Promise.withResolvers<void>()
const stop = Promise.withResolvers<void>()
parentPort?.on('message', (told: ToWorker) => (told === 'begin' ? begin : stop).resolve())
await begin.promise
const worker = await runWorker(config, { log, observe: toAll(observeTo(log), tell) })
say('started')
await stop.promise
await worker.stop().finally(() => say('stopped'))
