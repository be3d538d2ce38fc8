/** The worker, which sends the emails, for a module that exports an instance. */

import { defaultLog } from './config/default-log.ts'
import { findInstance } from './instance/find-instance.ts'
import { threadFor } from './instance/worker-of.ts'
import type { Log } from './log.ts'

/** Where {@link runWorker} works. */
export type RunWorkerOptions = {
  /** `thread`: in a thread of this process. Default: in this process, which should have nothing else to do. */
  as?: 'thread' | 'process'
  /** For what happens to a thread. */
  log?: Log
}

/** A worker that runs. */
export type RunningWorker = {
  alive(): boolean
  /** Finishes the emails in hand, for 15 seconds at most. */
  stop(): Promise<void>
}

/**
 * Runs the worker of the instance that a module exports: `runWorker(new URL('./latchkey.ts', import.meta.url))`. The module
 * is imported, so it should do nothing but make the instance.
 */
export async function runWorker(
  module: string | URL,
  { as = 'process', log = defaultLog }: RunWorkerOptions = {},
): Promise<RunningWorker> {
  const instance = await findInstance(module)
  await instance.prepare()
  if (as === 'thread') {
    const thread = threadFor(String(module), log)
    thread.begin(() => {})
    return thread
  }
  const worker = await instance.work()
  return { alive: () => true, stop: () => worker.stop() }
}
