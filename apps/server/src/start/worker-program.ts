import { parentPort, workerData } from 'node:worker_threads'
import type { Observe } from '@latchkey/core'
import type { Config } from '../config/config.ts'
import { createLog, observeTo, toAll } from '../log.ts'
import { runWorker } from './run-worker.ts'
import type { FromWorker, ToWorker } from './worker-thread.ts'

/*
 * The worker in a thread beside the web server. It has its own event loop, so that its work delays no request: a delay
 * after a request for an address that exists would be a timing side channel.
 */
const { config } = workerData as { config: Config }
const log = createLog(config.logLevel, 'worker')
const say = (message: FromWorker) => parentPort?.postMessage(message)
// The web server counts the events of the whole process, so that one scrape reads all of them.
const forward: Observe = (event) => say({ event })
const begin = Promise.withResolvers<void>()
const stop = Promise.withResolvers<void>()
parentPort?.on('message', (message: ToWorker) => (message === 'begin' ? begin : stop).resolve())
await begin.promise
const worker = await runWorker(config, { log, observe: toAll(observeTo(log), forward) })
say('started')
await stop.promise
await worker.stop().finally(() => say('stopped'))
