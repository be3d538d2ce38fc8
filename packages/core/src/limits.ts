import type { AddressDigest, ClientDigest, SignInPairDigest, SubjectDigest } from './digest.ts'

/** At most `most` hits in any span of `seconds`: a sliding window that counts each hit exactly. */
export type Window = { seconds: number; most: number }

/** Limits on hits in a span of time, as the operator sets them. */
const windowLimits = [
  /** Requests and resends from one client network. Above it: refused, with the time to wait. */
  'request-by-client',
  /** Requests of one client network for one address, and resends of one request. Above it: the same. */
  'request-by-address-and-client',
  /** Requests and resends in all. Above it: refused, with the time to wait. */
  'request-in-all',
  /** Emails to one address. Above it: the same answer, and no email. */
  'mail-by-address',
  /** Codes, links and resets tried from one client network. Above it: refused, with the time to wait. */
  'proof-by-client',
  /** Codes tried for one address. Above it: its codes are disabled, links keep working. */
  'guess-by-address',
  /** Wrong codes in all. Above it: all codes are disabled, links keep working. */
  'guess-in-all',
  /** Sign-ins from one client network. Above it: refused, with the time to wait. */
  'sign-in-by-client',
  /** Keyed by both, so that attempts from elsewhere cannot lock the owner out. Above it: the next one has to wait. */
  'sign-in-by-address-and-client',
  /** Sign-ins by clients that never signed in to this address. Above it: their next attempt has to wait shortly. */
  'sign-in-by-address',
] as const

/** Limits on hits that follow from those above. */
const shareLimits = [
  /** What one network takes of the emails to one address. Above it: the same answer, and no email. */
  'mail-by-address-and-client',
  /** What one network takes of the last half of all requests. Above it: refused, while others are still accepted. */
  'request-in-all-by-client',
  /** What one network takes of the last half of all guesses. Above it: the same. */
  'guess-in-all-by-client',
  /**
   * Of the codes tried for one address, those that named the address and no request, as strangers can. Above it: codes
   * are only accepted for a request.
   */
  'guess-without-request',
] as const

/** Limits on failures in a row, however long they take. Keyed by address. */
const streakLimits = [
  /** Above it: its codes are disabled until somebody chooses a new password with a link. */
  'guess-in-a-row',
  /** Of clients that never signed in to this address. Above it: they have to use a link. */
  'sign-in-in-a-row',
] as const

/** The name of a limit on hits in a span of time. */
export type WindowLimit = SettableLimit | (typeof shareLimits)[number]
/** Those of them that the operator sets. */
export type SettableLimit = (typeof windowLimits)[number]
/** The name of a limit on failures in a row. */
export type StreakLimit = (typeof streakLimits)[number]
/** The name of any limit. */
export type LimitName = WindowLimit | StreakLimit

/** Every limit, by the name that tables and metrics use. */
export const limitNames: readonly LimitName[] = [...windowLimits, ...shareLimits, ...streakLimits]

/** The size of each limit, as the operator sets it. */
export type Limits = Record<SettableLimit, readonly Window[]> &
  Record<StreakLimit, number> & {
    /** The longest wait between two sign-ins. */
    longestSignInWaitSeconds: number
  }

/** The wait that attempts from elsewhere can impose on a client that is new to an address. */
const LONGEST_SHARED_WAIT_SECONDS = 10

/** Seconds between two emails to one address, and so before a resend. The same for every address. */
export function resendAfterSeconds(limits: Limits): number {
  const ones = limits['mail-by-address'].filter(({ most }) => most === 1)
  return Math.max(1, ...ones.map(({ seconds }) => seconds))
}

/**
 * Who makes a call, as the limits see it: the networks of the client's IP address, nearest first. One for IPv4; the
 * /64, /56 and /48 for IPv6, where a wider one is allowed `share` times as much.
 */
export type Client = {
  networks: readonly { name: string; share: number }[]
  /** Browser and system in a few words ("Firefox on Windows"), for the email; never the raw header. */
  device: string | undefined
  /** The language the client prefers, a BCP 47 tag. */
  locale: string | undefined
  /** The time zone the client says it is in, an IANA name, for the times in the email. */
  timeZone?: string | undefined
  /** Many people are behind its network, so no limit counts by it. Limits by address, in all and by share do. */
  isExempt?: boolean
}

/** The nearest network stands for the client in the audit trail and in its sign-in pairs. */
export function clientName(client: Client): string {
  return client.networks[0]?.name ?? 'unknown'
}

/**
 * The network that shares are counted by: the widest one we know, and for IPv6 the /40 around it, because 256 networks
 * of a /48 cost a stranger hardly more than one.
 */
export function shareName(client: Client): string {
  const widest = client.networks.at(-1)?.name ?? 'unknown'
  return widest.replace(/^([0-9a-f]{10})[0-9a-f]{2}\/48$/, '$1/40')
}

/** How much of a limit on guesses callers may use that name an address and no request: half. */
export function withoutRequest(most: number): number {
  return Math.max(1, Math.floor(most / 2))
}

/** What one network may take of the emails to one address: half of each window that allows more than one. */
export function emailShare(limits: Limits): Window[] {
  return limits['mail-by-address']
    .filter(({ most }) => most > 1)
    .map(({ seconds, most }) => ({ seconds, most: Math.floor(most / 2) }))
}

/** A hit on one bucket. `subject` is a keyed digest: no email or IP address is stored. */
export type Charge = {
  limit: WindowLimit
  subject: SubjectDigest
  windows: readonly Window[]
  /** A full bucket delays instead of refusing: the next hit waits one second, then two, four, up to this. */
  longestWaitSeconds?: number
}

/** Builds charges of the sizes in `limits`. */
export function chargesBy(limits: Limits, clientDigest: (clientName: string) => ClientDigest) {
  const subject = (limit: SettableLimit, subject: SubjectDigest): Charge => ({
    limit,
    subject,
    windows: limits[limit],
  })
  return {
    subject,
    /** One charge for each of the client's networks; none for a client that is exempt. */
    client: (limit: SettableLimit, client: Client): Charge[] =>
      (client.isExempt ? [] : client.networks).map((network) => ({
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
