/** When a hand-over is slow: it leaves its place to others, and goes on aside. */
export const SLOW_AFTER_MS = 10_000

export type Places = ReturnType<typeof createPlaces>

/**
 * So many hand-overs at once, and as many again that turned out slow. A recipient's domain that has one aside starts
 * its next ones there, in half of that side: the other half is for those that are slow from now on.
 */
export function createPlaces(count: number, onFree: () => void, slowAfterMs = SLOW_AFTER_MS) {
  let taken = 0
  let aside = 0
  const slowDomains = new Map<string, number>()

  const stepAside = (domain: string) => {
    aside += 1
    slowDomains.set(domain, (slowDomains.get(domain) ?? 0) + 1)
  }
  const comeBack = (domain: string) => {
    aside -= 1
    const left = (slowDomains.get(domain) ?? 1) - 1
    if (left > 0) slowDomains.set(domain, left)
    else slowDomains.delete(domain)
  }

  return {
    hasRoom: () => taken < count,
    aside: () => aside,
    /** `crowded`: its domain is slow, and there is no more room for that. */
    async run<T>(domain: string, work: () => Promise<T>): Promise<T | 'crowded'> {
      let isAside = slowDomains.has(domain)
      if (isAside && aside >= count / 2) return 'crowded'
      if (isAside) stepAside(domain)
      else taken += 1
      const slow = setTimeout(() => {
        if (isAside || aside >= count) return
        isAside = true
        taken -= 1
        stepAside(domain)
        onFree()
      }, slowAfterMs)
      try {
        return await work()
      } finally {
        clearTimeout(slow)
        if (isAside) comeBack(domain)
        else taken -= 1
        onFree()
      }
    },
  }
}
