import { vi } from 'vitest'

/** The bound of every wait: against hanging, not an expectation. */
export const LONGEST_WAIT_MS = 120_000

/** Checks until it passes. Not `expect.poll`, which has to guess the test that it is in while several run at once. */
export function eventually<Seen>(check: () => Promise<Seen>): Promise<Seen> {
  return vi.waitFor(check, { timeout: LONGEST_WAIT_MS, interval: 100 })
}
