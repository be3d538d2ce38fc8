import type { Call } from './driver.ts'

/** How calls were put off while a fault lasted. */
export function refusals(calls: readonly Call[]) {
  const away = calls.filter((call) => call.status === 503)
  return {
    calls: calls.length,
    answered503: away.length,
    /** 503 without Retry-After. */
    without: away.filter((call) => call.retryAfter <= 0).length,
    /** Neither a success, nor a refusal by contract, nor 503. */
    otherFailures: calls.filter(
      (call) => call.status === 0 || (call.status >= 500 && call.status !== 503),
    ).length,
    slowest503Ms: Math.round(Math.max(0, ...away.map((call) => call.ms))),
  }
}
