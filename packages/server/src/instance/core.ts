import type { Observe } from '@latchkey/core'
import type { Database } from '@latchkey/db'
import { unwatched } from '../adapters/hashing-watch.ts'
import { openAccounts } from '../compose/accounts.ts'
import { openDatabase, prepareDatabase, reachDatabase } from '../compose/open-database.ts'
import { type OpenRecovery, openRecovery } from '../compose/open-recovery.ts'
import { SetupError } from '../config/setup-error.ts'
import { type Log, observeTo, toAll } from '../log.ts'
import { OptionsError } from '../options/options-error.ts'
import type { ReadOptions } from '../options/read-options.ts'
import { createListeners } from './events.ts'
import { replaceableFunctions } from './host-functions.ts'
import { type HostedWorker, inlineWorker, threadFor } from './worker-of.ts'

/** What an instance opens: connections, watches and a worker. Several objects may share it after a reload. */
export type Core = ReturnType<typeof createCore>

export type Opened = { database: Database; parts: OpenRecovery; worker: HostedWorker | undefined }

export type CoreOptions = ReadOptions & {
  module: string | undefined
  log: Log
  /** With the options, found while an application is built: then nothing works. */
  problems: readonly string[]
}

export function createCore({ config: given, worker: where, module, log, problems }: CoreOptions) {
  const { config, replace } = replaceableFunctions(given)
  const listeners = createListeners(log)
  const observe: Observe = toAll(observeTo(log), listeners.tell)
  let opening: Promise<Opened> | undefined
  let closed = false

  function check(): void {
    if (problems.length > 0) throw new OptionsError(problems)
    if (closed) throw new Closed()
  }

  async function openAll(): Promise<Opened> {
    const database = await openDatabase(config, 'web', log)
    try {
      await reachDatabase(database)
      await prepareDatabase(config, database, log)
      const withAccounts = await openAccounts(config, database, log)
      const parts = await openRecovery(config, withAccounts, { log, observe, hashing: unwatched })
      const worker = await startWorker({ database: withAccounts, parts, observe, log })
      return { database, parts, worker }
    } catch (error) {
      await database.close()
      throw error
    }
  }

  async function startWorker(open: Parameters<typeof inlineWorker>[1]) {
    if (where === 'inline') return inlineWorker(config, open)
    if (where === 'elsewhere' || module === undefined) return undefined
    const thread = threadFor(module, log)
    thread.begin(listeners.tell)
    return thread
  }

  return {
    config,
    log,
    listeners,
    /** Takes the functions of the application from a configuration that is otherwise the same. */
    replaceFunctions: replace,
    /** Opens at the first call. After a failure, the next call tries again. */
    async open(): Promise<Opened> {
      check()
      opening ??= openAll().catch((error: unknown) => {
        opening = undefined
        log.error({ event: 'latchkey.not-opened', err: error })
        throw error
      })
      const opened = await opening
      check()
      return opened
    },
    /** Throws if it cannot be used. */
    check,
    /** Finishes accepted work. */
    async close(): Promise<void> {
      closed = true
      const opened = await opening?.catch(() => undefined)
      if (!opened) return
      await opened.worker?.stop()
      await opened.parts.stop()
      await opened.database.close()
    },
    closed: () => closed,
  }
}

/** An instance was used after `close()`. */
export class Closed extends SetupError {
  constructor() {
    super(
      'This Latchkey is closed: close() was called, or its module was loaded again with other options. Use the instance that is open, and close it last.',
    )
    this.name = 'LatchkeyClosed'
  }
}
