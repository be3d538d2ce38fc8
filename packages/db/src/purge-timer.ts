import { sql } from 'kysely'
import { advisoryLock } from './connection/advisory-lock.ts'
import type { Database } from './connection/database.ts'

const EVERY_MS = 10 * 60 * 1_000
const FIRST_AFTER_MS = 5_000

/** Purges that run until they are stopped. */
export type PurgeTimer = {
  /** Starts no more purges, and resolves when the one under way has ended. */
  stop(): Promise<void>
}

/**
 * Purges every ten minutes. Of any number of processes on one PostgreSQL, one purges at a time, and the others leave
 * their turn out.
 */
export function startPurgeTimer(
  database: Database,
  options: {
    purge: () => Promise<void>
    onError: (error: unknown) => void
    everyMs?: number
    firstAfterMs?: number
  },
): PurgeTimer {
  const { purge, onError, everyMs = EVERY_MS, firstAfterMs = FIRST_AFTER_MS } = options
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer = setTimeout(tick, firstAfterMs)
  timer.unref()

  function tick(): void {
    running = purgeAlone(database, purge)
      .catch(onError)
      .then(() => {
        if (stopped) return
        timer = setTimeout(tick, everyMs)
        timer.unref()
      })
  }

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/**
 * The lock lasts as long as its transaction, so that it works behind a pooler, and ends with the connection of a
 * process that died. The purge uses other connections: its statements are short transactions of their own.
 */
async function purgeAlone(database: Database, purge: () => Promise<void>): Promise<void> {
  if (database.kind === 'embedded') return purge()
  await database.kysely.transaction().execute(async (trx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx)
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${advisoryLock('purge', database.schema)}) as mine`.execute(
      trx,
    )
    if (rows[0]?.mine) await purge()
  })
}
