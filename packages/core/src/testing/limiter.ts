import type { SubjectDigest } from '../digest.ts'
import type { Charge, LimitName, StreakLimit } from '../limits.ts'
import type { Limited, Limiter, SharedCharge, SignInSubjects } from '../ports/index.ts'
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
  /** After a success: forgets the client's own failures, takes back its shared charge, and remembers the client. */
  forget(success: SignInSubjects & Partial<SharedCharge>): void
  /** Whether a bucket would take no further hit now. */
  isFull(bucket: Bucket): boolean
  /** How many there are in a row. */
  failures(limit: StreakLimit, subject: SubjectDigest): number
  /** Ends a streak. */
  endStreak(limit: StreakLimit, subject: SubjectDigest): void
}

/** The subject of global limits. */
export const everyone = new Uint8Array() as Uint8Array as SubjectDigest

const charged = { status: 'charged' } as const

export function createInMemoryLimiter(clock: SettableClock): InMemoryLimiter {
  const buckets = new Map<string, number[]>()
  const sizes = new Map<string, Charge['windows']>()
  const known = new Set<string>()
  const strangers = new Map<string, { failures: number; sinceSuccess: number }>()
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
      sizes.set(`${charge.limit} ${keyOf(charge.subject)}`, charge.windows)
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
    isKnown: async (pair) => known.has(keyOf(pair)),
    async chargeSignIn({ charges: { pair, address }, mostInARow }) {
      const isKnown = known.has(keyOf(pair.subject))
      const chargedAddress = !isKnown && !isBeyondItsShare(pair, address)
      const answer = chargeNow(chargedAddress ? [pair, address] : [pair])
      if (answer.status === 'rate-limited') return answer
      const streak = strangers.get(keyOf(address.subject)) ?? { failures: 0, sinceSuccess: 0 }
      if (!isKnown) {
        streak.failures += 1
        streak.sinceSuccess += 1
        strangers.set(keyOf(address.subject), streak)
      }
      return {
        status: 'charged',
        isKnown,
        isExhausted: !isKnown && streak.failures > mostInARow,
        isClosed: !isKnown && streak.sinceSuccess > mostInARow,
        shared: { chargedAddress, chargedStreak: !isKnown },
      }
    },
    forget({ signInPair, addressDigest, chargedAddress, chargedStreak }) {
      known.add(keyOf(signInPair))
      empty({ limit: 'sign-in-by-address-and-client', subject: signInPair })
      if (chargedAddress) refund({ limit: 'sign-in-by-address', subject: addressDigest })
      const streak = strangers.get(keyOf(addressDigest))
      if (!streak) return
      if (chargedStreak) streak.failures -= 1
      streak.sinceSuccess = 0
    },
    isFull: (bucket) => {
      const windows = sizes.get(`${bucket.limit} ${keyOf(bucket.subject)}`) ?? []
      return windows.length > 0 && waitFor({ ...bucket, windows } as Charge) > 0
    },
    failures: (limit, subject) => hitsOn({ limit, subject }).length,
    endStreak: (limit, subject) => empty({ limit, subject }),
  }
}
