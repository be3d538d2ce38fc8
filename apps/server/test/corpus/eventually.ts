import { vi } from 'vitest'
import { LONGEST_WAIT_MS } from '../kit/until.ts'

/** Checks until it passes. Not `expect.poll`, which has to guess the test that it is in while several run at once. */
export function eventually<Seen>(check: () => Promise<Seen>): Promise<Seen> {
  return vi.waitFor(check, { timeout: LONGEST_WAIT_MS, interval: 100 })
}
