import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSetupError } from './connection/setup-error.ts'
import { waitedForALock } from './connection/unavailable.ts'

const GIVE_UP_MS = 60_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 4_000

/**
 * Repeats work that did not get a lock in the short time that its connection waits for one. While it waits, everybody
 * who comes later waits behind it; between two attempts they pass.
 *
 * @param whoHasIt ends the sentence for the operator: "it is held by …".
 * @throws DatabaseSetupError after a minute. Nothing of the work was done.
 */
export async function withoutLongWaits<T>(
  work: () => Promise<T>,
  whoHasIt: string,
  giveUpMs = GIVE_UP_MS,
): Promise<T> {
  const giveUpAt = performance.now() + giveUpMs
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!waitedForALock(error)) throw error
      if (performance.now() + pauseMs > giveUpAt) throw new DatabaseSetupError(tooLong(whoHasIt))
    }
    await sleep(pauseMs)
  }
}

function tooLong(whoHasIt: string): string {
  return `The migration did not get a lock that it needs: it is held by ${whoHasIt}. Nothing was changed. Run it again; pg_stat_activity shows who holds locks (state, xact_start, query).`
}
