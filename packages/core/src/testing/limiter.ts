import type { SubjectDigest } from '../digest.ts'
import type { Charge, LimitName, StreakLimit } from '../limits.ts'
import type { Limited, Limiter, SignInSubjects } from '../ports/index.ts'
import type { SettableClock } from './clock.ts'
import { keyOf } from './secrets.ts'

type Bucket = { limit: LimitName; subject: SubjectDigest }

export type InMemoryLimiter = Limiter & {
  chargeNow(charges: readonly Charge[]): Limited | { status: 'charged' }
  /** How long until this charge is accepted; `undefined`: it would be accepted now. */
  refusal(charge: Charge): Limited | undefined
  /** Charges a network for its share of a limit that is more than half full. */
  chargeShare(all: Charge, network: Omit<Charge, 'windows'>): Limited | { status: 'charged' }
  /** Removes the newest hit. */
  refund(bucket: Bucket): void
  empty(bucket: Bucket): void
  /** Adds a failure to a streak. `false`: it has as many as it may. */
  fail(limit: StreakLimit, subject: SubjectDigest, most: number): boolean
  /** After a success: resets the failures of these subjects, and remembers the client. */
  forget(subjects: SignInSubjects): void
}

/** The subject of global limits. */
export const everyone = new Uint8Array() as Uint8Array as SubjectDigest

const charged = { status: 'charged' } as const

export function createInMemoryLimiter(clock: SettableClock): InMemoryLimiter {
  const buckets = new Map<string, number[]>()
  const known = new Set<string>()
  const hitsOn = ({ limit, subject }: Bucket) => {
    const key = `${limit} ${keyOf(subject)}`
    const bucket = buckets.get(key) ?? []
    buckets.set(key, bucket)
    return bucket
  }
  const liveHitsOn = (charge: Charge, seconds: number) =>
    hitsOn(charge).filter((at) => at + seconds * 1000 > clock.now().getTime())

  /** Milliseconds until every window has room for one more hit. */
  const waitFor = (charge: Charge) => {
    const now = clock.now().getTime()
    const waits = charge.windows.map(({ seconds, most }) => {
      const live = liveHitsOn(charge, seconds)
      const blocking = live.at(-most)
      if (blocking === undefined) return 0
      if (charge.longestWaitSeconds === undefined) return blocking + seconds * 1000 - now
      const backoff = Math.min(charge.longestWaitSeconds, 2 ** (live.length - most))
      return (live.at(-1) ?? 0) + backoff * 1000 - now
    })
    return Math.max(0, ...waits)
  }

  const limited = (milliseconds: number): Limited => ({
    status: 'rate-limited',
    retryAfterSeconds: Math.ceil(milliseconds / 1000),
  })

  const chargeNow = (charges: readonly Charge[]) => {
    const wait = Math.max(0, ...charges.map(waitFor))
    if (wait > 0) return limited(wait)
    for (const charge of charges.filter(({ windows }) => windows.length > 0)) {
      hitsOn(charge).push(clock.now().getTime())
    }
    return charged
  }

  const chargeShare = (all: Charge, network: Omit<Charge, 'windows'>) => {
    const shares = all.windows.flatMap(({ seconds, most }) => {
      const room = most - liveHitsOn(all, seconds).length
      return room * 2 <= most ? [Math.max(1, Math.ceil((room * 8) / most))] : []
    })
    if (shares.length === 0) return charged
    return chargeNow([{ ...network, windows: [{ seconds: 3600, most: Math.min(...shares) }] }])
  }

  const fail = (limit: StreakLimit, subject: SubjectDigest, most: number) => {
    const failures = hitsOn({ limit, subject })
    if (failures.length >= most) return false
    failures.push(clock.now().getTime())
    return true
  }

  const refund = (bucket: Bucket) => void hitsOn(bucket).pop()
  const empty = (bucket: Bucket) => void hitsOn(bucket).splice(0)

  /** One client may use up to half of what an address allows. */
  const isBeyondItsShare = (pair: Charge, address: Charge) => {
    const longest = Math.max(0, ...pair.windows.map(({ seconds }) => seconds))
    return liveHitsOn(pair, longest).length + 1 > (address.windows[0]?.most ?? 0) / 2
  }

  return {
    chargeNow,
    charge: async (charges) => chargeNow(charges),
    refusal(charge) {
      const wait = waitFor(charge)
      return wait > 0 ? limited(wait) : undefined
    },
    chargeShare,
    chargeGuessShare: async ({ network, inAll }) =>
      chargeShare(
        { limit: 'guess-in-all', subject: everyone, windows: inAll },
        { limit: 'guess-in-all-by-client', subject: network },
      ),
    refund,
    takeBack: async (charges) => {
      for (const bucket of charges) refund(bucket)
    },
    empty,
    fail,
    async chargeSignIn({ charges: { pair, address }, mostInARow }) {
      const isKnown = known.has(keyOf(pair.subject))
      const both = isKnown || isBeyondItsShare(pair, address) ? [pair] : [pair, address]
      const answer = chargeNow(both)
      if (answer.status === 'rate-limited') return answer
      if (fail('sign-in-in-a-row', address.subject, isKnown ? Infinity : mostInARow)) return charged
      for (const charge of both) refund(charge)
      return { status: 'exhausted' }
    },
    forget({ signInPair, addressDigest }) {
      known.add(keyOf(signInPair))
      empty({ limit: 'sign-in-by-address-and-client', subject: signInPair })
      for (const limit of ['sign-in-by-address', 'guess-in-a-row', 'sign-in-in-a-row'] as const) {
        empty({ limit, subject: addressDigest })
      }
    },
  }
}
