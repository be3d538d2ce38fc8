import type { AddressDigest, ClientDigest, SignInPairDigest, SubjectDigest } from './digest.ts'

/** At most `most` hits in any span of `seconds`: a sliding window, exact to the hit. */
export type Window = { seconds: number; most: number }

/** Limits that hold so many hits in a span of time. */
const windowLimits = [
  /** Asks (and asks again) from one client network. Beyond: refused, with the time to wait. */
  'request-by-client',
  /** Asks of everybody together. Beyond: refused, with the time to wait. */
  'request-in-all',
  /** Mails to one address. Beyond: the same answer, and no mail. */
  'mail-by-address',
  /** Codes, links and resets tried from one client network. */
  'proof-by-client',
  /** Codes tried for one address. Beyond: its codes are closed, links go on. */
  'guess-by-address',
  /** Wrong codes of everybody together. Beyond: all codes are closed, links go on. */
  'guess-in-all',
  'sign-in-by-client',
  /** Keyed by both, so that nobody can shut the owner out from elsewhere. Beyond: the next try has to wait. */
  'sign-in-by-address-and-client',
  /** Clients that never signed in to this address. Beyond: their next try has to wait, a little. */
  'sign-in-by-address',
] as const

/** Limits that hold so many failures in a row, however long that takes. Keyed by address. */
const streakLimits = [
  /** Beyond: its codes are closed until somebody signs in or comes with a link. */
  'guess-in-a-row',
  /** Beyond: whoever never signed in has to come with a link. */
  'sign-in-in-a-row',
] as const

export type WindowLimit = (typeof windowLimits)[number]
export type StreakLimit = (typeof streakLimits)[number]
export type LimitName = WindowLimit | StreakLimit

/** Every limit by its name, as tables and metrics spell it. */
export const limitNames: readonly LimitName[] = [...windowLimits, ...streakLimits]

/** How much of each: the operator's to set. */
export type Limits = Record<WindowLimit, readonly Window[]> &
  Record<StreakLimit, number> & {
    /** What the wait between two sign-ins grows to. */
    longestSignInWaitSeconds: number
  }

/** Whoever tries an address from elsewhere keeps strangers waiting no longer than this. */
const LONGEST_SHARED_WAIT_SECONDS = 10

/** Seconds between two mails to one address: the wait before "send again". A constant for everybody. */
export function resendAfterSeconds(limits: Limits): number {
  const ones = limits['mail-by-address'].filter(({ most }) => most === 1)
  return Math.max(1, ...ones.map(({ seconds }) => seconds))
}

/**
 * Who is asking, as the limits see it: the networks the client's address belongs to, nearest first. One for IPv4;
 * the /64, /56 and /48 for IPv6, where the wider ones hold `share` times as much.
 */
export type Client = {
  networks: readonly { name: string; share: number }[]
  /** Browser and system in a few words ("Firefox on Windows"), for the mail; never the raw header. */
  device: string | undefined
  /** The best language the client asked for, a BCP 47 tag. */
  locale: string | undefined
}

/** A hit on one bucket. `subject` is a keyed digest: no address of a person or a machine is stored. */
export type Charge = {
  limit: WindowLimit
  subject: SubjectDigest
  windows: readonly Window[]
  /** A full bucket is not closed: the next hit waits a second after the last, then two, and so on up to this. */
  longestWaitSeconds?: number
}

/** Makes charges of the sizes the operator set. */
export function chargesBy(limits: Limits, clientDigest: (clientName: string) => ClientDigest) {
  const subject = (limit: WindowLimit, subject: SubjectDigest): Charge => ({
    limit,
    subject,
    windows: limits[limit],
  })
  return {
    subject,
    /** One for each of the client's networks. */
    client: (limit: WindowLimit, client: Client): Charge[] =>
      client.networks.map((network) => ({
        limit,
        subject: clientDigest(network.name),
        windows: limits[limit].map((w) => ({ seconds: w.seconds, most: w.most * network.share })),
      })),
    signIn: (by: { signInPair: SignInPairDigest; addressDigest: AddressDigest }) => ({
      pair: {
        ...subject('sign-in-by-address-and-client', by.signInPair),
        longestWaitSeconds: limits.longestSignInWaitSeconds,
      },
      address: {
        ...subject('sign-in-by-address', by.addressDigest),
        longestWaitSeconds: Math.min(limits.longestSignInWaitSeconds, LONGEST_SHARED_WAIT_SECONDS),
      },
    }),
  }
}
