import type { SubjectDigest } from '../digest.ts'
import type { Charge, LimitName, StreakLimit } from '../limits.ts'
import type { Limited, Limiter, SignInSubjects } from '../ports/index.ts'
import { nameOf } from './chance.ts'
import type { SettableClock } from './clock.ts'

type Bucket = { limit: LimitName; subject: SubjectDigest }

export type InMemoryLimiter = Limiter & {
  chargeNow(charges: readonly Charge[]): Limited | { status: 'charged' }
  /** Takes the newest hit back. */
  refund(bucket: Bucket): void
  empty(bucket: Bucket): void
  /** One failure more in a row, or `false` when there were as many as there may be. */
  fail(limit: StreakLimit, subject: SubjectDigest, most: number): boolean
  /** After a success. */
  forget(subjects: SignInSubjects): void
}

/** The one subject of what everybody shares. */
export const everybody = new Uint8Array() as Uint8Array as SubjectDigest

const charged = { status: 'charged' } as const

export function createInMemoryLimiter(clock: SettableClock): InMemoryLimiter {
  const buckets = new Map<string, number[]>()
  const known = new Set<string>()
  const hitsOn = ({ limit, subject }: Bucket) => {
    const name = `${limit} ${nameOf(subject)}`
    const bucket = buckets.get(name) ?? []
    buckets.set(name, bucket)
    return bucket
  }

  /** Milliseconds until every window has room for one more hit. */
  const waitFor = (charge: Charge) => {
    const now = clock.now().getTime()
    const waits = charge.windows.map(({ seconds, most }) => {
      const inWindow = hitsOn(charge).filter((at) => at + seconds * 1000 > now)
      const blocking = inWindow.at(-most)
      if (blocking === undefined) return 0
      if (charge.longestWaitSeconds === undefined) return blocking + seconds * 1000 - now
      const patience = Math.min(charge.longestWaitSeconds, 2 ** (inWindow.length - most))
      return (inWindow.at(-1) ?? 0) + patience * 1000 - now
    })
    return Math.max(0, ...waits)
  }

  const chargeNow = (charges: readonly Charge[]) => {
    const wait = Math.max(0, ...charges.map(waitFor))
    if (wait > 0)
      return { status: 'rate-limited', retryAfterSeconds: Math.ceil(wait / 1000) } as const
    for (const charge of charges) hitsOn(charge).push(clock.now().getTime())
    return charged
  }

  const fail = (limit: StreakLimit, subject: SubjectDigest, most: number) => {
    const failures = hitsOn({ limit, subject })
    if (failures.length >= most) return false
    failures.push(clock.now().getTime())
    return true
  }

  const empty = (bucket: Bucket) => void hitsOn(bucket).splice(0)

  return {
    chargeNow,
    charge: async (charges) => chargeNow(charges),
    refund: (bucket) => void hitsOn(bucket).pop(),
    empty,
    fail,
    async chargeSignIn({ charges: { pair, address }, mostInARow }) {
      const isKnown = known.has(nameOf(pair.subject))
      const isOverItsShare = hitsOn(pair).length >= (address.windows[0]?.most ?? 0) / 2
      const answer = chargeNow(isKnown || isOverItsShare ? [pair] : [pair, address])
      if (answer.status === 'rate-limited') return answer
      const counted = fail('sign-in-in-a-row', address.subject, isKnown ? Infinity : mostInARow)
      return counted ? charged : { status: 'exhausted' }
    },
    forget({ signInPair, addressDigest }) {
      known.add(nameOf(signInPair))
      empty({ limit: 'sign-in-by-address-and-client', subject: signInPair })
      for (const limit of ['sign-in-by-address', 'guess-in-a-row', 'sign-in-in-a-row'] as const) {
        empty({ limit, subject: addressDigest })
      }
    },
  }
}
