import type { Charge } from '../limits.ts'
import type { Limited, Limiter } from '../ports.ts'
import { nameOf } from './chance.ts'
import type { SettableClock } from './clock.ts'

export type InMemoryLimiter = Limiter & {
  chargeNow(charges: readonly Charge[]): Limited | { status: 'charged' }
  /** Takes the newest hit back. */
  refund(charge: Pick<Charge, 'limit' | 'subject'>): void
  empty(charge: Pick<Charge, 'limit' | 'subject'>): void
}

export function createInMemoryLimiter(clock: SettableClock): InMemoryLimiter {
  const hits = new Map<string, number[]>()
  const hitsOn = (charge: Pick<Charge, 'limit' | 'subject'>) => {
    const name = `${charge.limit} ${nameOf(charge.subject)}`
    const bucket = hits.get(name) ?? []
    hits.set(name, bucket)
    return bucket
  }

  /** Milliseconds until every window has room for one more hit. */
  const waitFor = (charge: Charge) => {
    const now = clock.now().getTime()
    const waits = charge.windows.map(({ seconds, most }) => {
      const inWindow = hitsOn(charge).filter((at) => at + seconds * 1000 > now)
      const blocking = inWindow.at(-most)
      return blocking === undefined ? 0 : blocking + seconds * 1000 - now
    })
    return Math.max(0, ...waits)
  }

  const chargeNow = (charges: readonly Charge[]) => {
    const wait = Math.max(0, ...charges.map(waitFor))
    if (wait > 0)
      return { status: 'rate-limited', retryAfterSeconds: Math.ceil(wait / 1000) } as const
    for (const charge of charges) hitsOn(charge).push(clock.now().getTime())
    return { status: 'charged' } as const
  }

  return {
    chargeNow,
    charge: async (charges) => chargeNow(charges),
    refund: (charge) => void hitsOn(charge).pop(),
    empty: (charge) => void hitsOn(charge).splice(0),
  }
}
