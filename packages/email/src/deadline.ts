/** Ends the wait after `ms`, whatever the work does; the signal asks the work to stop too. */
export async function withinDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(Object.assign(new Error(`gave up after ${ms / 1000} s`), { code: 'ETIMEDOUT' }))
    controller.abort()
  }, ms)
  try {
    return await Promise.race([work(controller.signal), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
