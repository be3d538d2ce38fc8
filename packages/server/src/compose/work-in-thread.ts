import { parentPort } from 'node:worker_threads'
import type { Observe } from '@latchkey/core'
import type { RunningWorker } from './run-worker.ts'
import type { FromWorker, ToWorker } from './worker-thread.ts'

/**
 * The worker's side of a thread beside the web server. It has its own event loop, so that its work delays no request: a
 * delay after a request for an address that exists would be a timing side channel.
 *
 * @param run starts the worker. The web server counts the events of the whole process, so they are passed on to it.
 */
export async function workInThread(
  run: (forward: Observe) => Promise<Pick<RunningWorker, 'stop'>>,
): Promise<void> {
  const say = (message: FromWorker) => parentPort?.postMessage(message)
  const begin = Promise.withResolvers<void>()
  const stop = Promise.withResolvers<void>()
  parentPort?.on('message', (message: ToWorker) => (message === 'begin' ? begin : stop).resolve())
  await begin.promise
  const worker = await run((event) => say({ event }))
  say('started')
  await stop.promise
  await worker.stop().finally(() => say('stopped'))
}
