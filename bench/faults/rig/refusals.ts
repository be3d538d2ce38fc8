import type { Call } from './driver.ts'

/** Counts the refusals during a fault. */
export function refusals(calls: readonly Call[]) {
  const unavailable = calls.filter((call) => call.status === 503)
  return {
    calls: calls.length,
    answered503: unavailable.length,
    /** 503 without Retry-After. */
    withoutRetryAfter: unavailable.filter((call) => call.retryAfter <= 0).length,
    /** Neither a success, nor a refusal by contract, nor 503. */
    otherFailures: calls.filter(
      (call) => call.status === 0 || (call.status >= 500 && call.status !== 503),
    ).length,
    slowest503Ms: Math.round(Math.max(0, ...unavailable.map((call) => call.ms))),
  }
}
