/** A send that takes longer leaves its slot to others. */
export const SLOW_AFTER_MS = 10_000

type SendSlotOptions = {
  count: number
  onFree: () => void
  slowAfterMs?: number | undefined
}

/**
 * Runs up to `count` sends. A send that takes longer than `slowAfterMs` moves to one of `count` overflow slots. Further
 * emails to a domain that has a slow send start in overflow, and may use at most half of it.
 */
export function createSendSlots({ count, onFree, slowAfterMs = SLOW_AFTER_MS }: SendSlotOptions) {
  let used = 0
  let overflow = 0
  const slowSendsByDomain = new Map<string, number>()

  function enterOverflow(domain: string): void {
    overflow += 1
    slowSendsByDomain.set(domain, (slowSendsByDomain.get(domain) ?? 0) + 1)
  }

  function leaveOverflow(domain: string): void {
    overflow -= 1
    const left = (slowSendsByDomain.get(domain) ?? 1) - 1
    if (left > 0) slowSendsByDomain.set(domain, left)
    else slowSendsByDomain.delete(domain)
  }

  return {
    hasFree: () => used < count,
    inOverflow: () => overflow,
    /** `domain-full`: nothing was sent, because the domain is slow and its share of the overflow is full. */
    async run<T>(domain: string, send: () => Promise<T>): Promise<T | 'domain-full'> {
      let isSlow = slowSendsByDomain.has(domain)
      if (isSlow && overflow >= count / 2) return 'domain-full'
      if (isSlow) enterOverflow(domain)
      else used += 1
      const slowTimer = setTimeout(() => {
        if (isSlow || overflow >= count) return
        isSlow = true
        used -= 1
        enterOverflow(domain)
        onFree()
      }, slowAfterMs)
      try {
        return await send()
      } finally {
        clearTimeout(slowTimer)
        if (isSlow) leaveOverflow(domain)
        else used -= 1
        onFree()
      }
    },
  }
}
