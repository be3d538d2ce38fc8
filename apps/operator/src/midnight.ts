const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000

/**
 * When the day of the reader began, as the server takes it: in the last 24 hours. A day on which clocks are turned back is
 * longer, so that its last hour counts from a later one.
 */
export function midnight(now = new Date()): string {
  const start = new Date(now)
  start.setHours(0, 0, 0, 0)
  const earliest = Math.ceil((now.getTime() - DAY_MS) / HOUR_MS) * HOUR_MS
  return new Date(Math.max(start.getTime(), earliest)).toISOString()
}
