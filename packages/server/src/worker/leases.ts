import type { JobAttempt } from '@latchkey/core'
import type { Queue } from '@latchkey/db'

const RENEW_EVERY_MS = 8_000
const RETRY_RENEWAL_AFTER_MS = 1_000
const TAKE_OVER_EVERY_MS = 1_000
/** After the database was away, live workers get this long to renew their leases before their jobs are taken over. */
const GRACE_MS = 10_000

/** Renews the leases of the jobs in flight, and takes over jobs whose lease ran out. */
export function keepLeases(options: {
  queue: Pick<Queue, 'renew' | 'takeOver'>
  inFlight: () => JobAttempt[]
  onlyWorker: boolean
  onError: (error: unknown) => void
}) {
  const { queue, inFlight, onlyWorker, onError } = options
  let takeOverFrom = performance.now() + (onlyWorker ? 0 : GRACE_MS)
  let firstTime = true
  let takingOver: Promise<void> | undefined
  let stopped = false
  let timer = schedule(RENEW_EVERY_MS)

  function schedule(ms: number): NodeJS.Timeout {
    return setTimeout(renew, ms).unref()
  }

  function waitForOthers(): void {
    takeOverFrom = performance.now() + GRACE_MS
  }

  async function renew(): Promise<void> {
    let nextMs = RENEW_EVERY_MS
    try {
      const held = inFlight()
      if (held.length > 0) await queue.renew(held)
    } catch (error) {
      waitForOthers()
      onError(error)
      nextMs = RETRY_RENEWAL_AFTER_MS
    }
    if (!stopped) timer = schedule(nextMs)
  }

  async function takeOverIfDue(): Promise<void> {
    if (performance.now() < takeOverFrom) return
    takeOverFrom = performance.now() + TAKE_OVER_EVERY_MS
    await queue.takeOver(onlyWorker && firstTime ? 'everybody' : 'silent')
    firstTime = false
  }

  return {
    /** To be called when the database was away: other workers could not renew their leases either. */
    waitForOthers,
    /** Loops that call it together share one statement, so that none of them claims beside it. */
    takeOver(): Promise<void> {
      takingOver ??= takeOverIfDue().finally(() => {
        takingOver = undefined
      })
      return takingOver
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
