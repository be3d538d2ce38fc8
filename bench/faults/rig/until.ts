import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until the condition holds, and returns the milliseconds it took. */
export async function until(
  happened: () => boolean | Promise<boolean>,
  { withinMs = 120_000, everyMs = 5 } = {},
): Promise<number> {
  const since = performance.now()
  while (!(await happened())) {
    if (performance.now() - since > withinMs)
      throw new Error(`It did not happen within ${withinMs} ms`)
    await sleep(everyMs)
  }
  return Math.round(performance.now() - since)
}
