import type { Logger } from '../log.ts'

const QUIET_MS = 10 * 60_000

/** One line when telemetry cannot be sent, and one every ten minutes while it lasts: a collector may be away for days. */
export function reportExportFailures(
  log: Pick<Logger, 'warn'>,
  clock: () => number = () => performance.now(),
): (problem: string) => void {
  let failures = 0
  let quietUntil = Number.NEGATIVE_INFINITY
  return (problem) => {
    failures += 1
    if (clock() < quietUntil) return
    log.warn({ event: 'telemetry.unsent', problem, failures })
    failures = 0
    quietUntil = clock() + QUIET_MS
  }
}
