import type { Log } from '../log.ts'
import { isDatabaseAway } from './database-away.ts'

const QUIET_MS = 10_000

/**
 * The errors of a worker, in the log. Its loops try the database several times a second, and it may be away for hours:
 * that is one line at once and one every ten seconds, without the stack, which is always the same.
 */
export function createErrorLog(
  log: Pick<Log, 'error' | 'info'>,
  clock: () => number = () => performance.now(),
) {
  let awaySince: number | undefined
  let isLogged = false
  let failures = 0
  let quietUntil = Number.NEGATIVE_INFINITY

  return {
    onError(err: unknown): void {
      if (!isDatabaseAway(err)) {
        log.error({ event: 'worker.error', err })
        return
      }
      awaySince ??= clock()
      failures += 1
      if (clock() < quietUntil) return
      log.error({ event: 'worker.error', problem: problemOf(err), failures })
      isLogged = true
      failures = 0
      quietUntil = clock() + QUIET_MS
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

/** The cause says which of the many ways to be away it is. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause = error } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const said = cause instanceof Error ? cause.message : ''
  return said === '' ? code || error.message : said
}
