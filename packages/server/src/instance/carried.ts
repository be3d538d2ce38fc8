import type { Observe } from '@latchkey/core'
import type { Database } from '@latchkey/db'
import type { RunningWorker } from '../compose/run-worker.ts'

/** How an instance is found among the exports of a module, also by another copy of this package. */
export const CARRIED = Symbol.for('latchkey.instance')

/** What a worker's program needs of an instance. */
export type Carried = {
  migrate(): Promise<string[]>
  /** Migrates, unless that is left to somebody else. */
  prepare(): Promise<void>
  /** For tests. */
  open(): Promise<{ database: Database }>
  /** @param forward gets the events, in the place of the listeners. */
  work(forward?: Observe): Promise<RunningWorker>
}
