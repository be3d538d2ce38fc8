import { Unavailable } from '@latchkey/core'
import type { Log } from '../log.ts'
import { isOutage } from './database-away.ts'

const QUIET_MS = 10_000

/**
 * The errors of a worker, in the log. Its loops try several times a second, and a database or an application may be away
 * for hours: that is one line at once and one every ten seconds. An outage of the database has no stack, which would
 * always be the same; what an application did wrong is logged with its error.
 */
export function createErrorLog(
  log: Pick<Log, 'error' | 'info'>,
  clock: () => number = () => performance.now(),
) {
  const outage = createRepeats(clock)
  const ofApplication = createRepeats(clock)
  let awaySince: number | undefined
  let isLogged = false

  return {
    onError(err: unknown): void {
      if (isOutage(err)) {
        awaySince ??= clock()
        outage.tell((failures) => {
          log.error({ event: 'worker.error', problem: problemOf(err), failures })
          isLogged = true
        })
      } else if (err instanceof Unavailable) {
        ofApplication.tell((failures) => log.error({ event: 'worker.error', err, failures }))
      } else {
        log.error({ event: 'worker.error', err })
      }
    },
    /** To be called whenever the database did what it was asked for. */
    onSuccess(): void {
      if (awaySince === undefined) return
      const afterSeconds = Math.round((clock() - awaySince) / 1_000)
      if (isLogged) log.info({ event: 'worker.recovered', afterSeconds })
      awaySince = undefined
      isLogged = false
    },
  }
}

/** Tells the first of many failures at once, and afterwards how many there were, every ten seconds. */
function createRepeats(clock: () => number) {
  let failures = 0
  let quietUntil = Number.NEGATIVE_INFINITY
  return {
    tell(say: (failures: number) => void): void {
      failures += 1
      if (clock() < quietUntil) return
      say(failures)
      failures = 0
      quietUntil = clock() + QUIET_MS
    },
  }
}

/** The cause says which of the many ways to be away it is. */
function problemOf(error: Error): string {
  const { cause = error } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const said = cause instanceof Error ? cause.message : ''
  return said === '' ? code || error.message : said
}
