/** What gives the work up when its time is over. */
export type GiveUp = { onTimeout: (cut: () => void) => void; isOver: () => boolean }

/** Ends the wait after `ms`, whatever the work does, and cuts what it is busy with. */
export async function withinDeadline<T>(
  ms: number,
  work: (giveUp: GiveUp) => Promise<T>,
): Promise<T> {
  let cut = () => {}
  let over = false
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    over = true
    reject(Object.assign(new Error(`gave up after ${ms / 1000} s`), { code: 'ETIMEDOUT' }))
    cut()
  }, ms)
  const giveUp: GiveUp = {
    onTimeout(next) {
      cut = next
    },
    isOver: () => over,
  }
  try {
    return await Promise.race([work(giveUp), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
