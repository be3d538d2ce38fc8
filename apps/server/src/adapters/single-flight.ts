import { Unavailable } from '@latchkey/core'

/** Callers that come while the work runs share its result. Each waits for it at most `timeoutMs`. */
export function singleFlight<T>(work: () => Promise<T>, timeoutMs: number): () => Promise<T> {
  let running: Promise<T> | undefined
  return async () => {
    running ??= work().finally(() => {
      running = undefined
    })
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Unavailable('No answer in time')), timeoutMs)
    })
    return Promise.race([running, timeout]).finally(() => clearTimeout(timer))
  }
}
