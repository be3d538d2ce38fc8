import { setTimeout as sleep } from 'node:timers/promises'

/** The bound of every wait, as that of `expect.poll`: against hanging, because other suites use the same machine. */
export const LONGEST_WAIT_MS = 120_000
const EVERY_MS = 50

/**
 * Looks until there is something.
 *
 * @param missing says what never came.
 */
export async function until<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  missing: () => string,
): Promise<Found> {
  const deadline = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(missing())
    await sleep(EVERY_MS)
  }
}
