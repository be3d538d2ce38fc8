import type { DeliveryAttempt } from '@latchkey/core'
import type { Queue } from '@latchkey/db'

const RENEW_EVERY_MS = 8_000
const RENEW_AGAIN_AFTER_MS = 1_000
const LOOK_EVERY_MS = 1_000
/** After the database was away: the others need time to say that they live. */
const DISTRUST_MS = 10_000

/** Renews the leases of what is under way, and takes over what others left. */
export function keepLeases(options: {
  queue: Pick<Queue, 'renew' | 'takeOver'>
  underWay: ReadonlyMap<string, DeliveryAttempt>
  alone?: boolean
  onError: (error: unknown) => void
}) {
  const { queue, underWay, onError } = options
  let trustFrom = performance.now() + (options.alone ? 0 : DISTRUST_MS)
  let lookFrom = 0
  let first = true
  let timer = setTimeout(renew, RENEW_EVERY_MS)
  timer.unref()
  let stopped = false

  function distrust(): void {
    trustFrom = performance.now() + DISTRUST_MS
  }

  async function renew(): Promise<void> {
    let nextMs = RENEW_EVERY_MS
    try {
      if (underWay.size > 0) await queue.renew([...underWay.values()])
    } catch (error) {
      distrust()
      onError(error)
      nextMs = RENEW_AGAIN_AFTER_MS
    }
    if (stopped) return
    timer = setTimeout(renew, nextMs)
    timer.unref()
  }

  return {
    distrust,
    async takeOver(): Promise<void> {
      const at = performance.now()
      if (at < trustFrom || at < lookFrom) return
      lookFrom = at + LOOK_EVERY_MS
      await queue.takeOver(options.alone && first ? 'everybody' : 'silent')
      first = false
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
