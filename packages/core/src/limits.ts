import type { Digest } from './secret.ts'

/** At most `most` hits in any span of `seconds`: a sliding window, exact to the hit. */
export type Window = { seconds: number; most: number }

/** Every limit by its name, as buckets and metrics spell it. */
export const limitNames = [
  /** Asks (and asks again) from one client network. Beyond: refused, with the time to wait. */
  'ask-by-client',
  /** Mails to one address. Beyond: the same answer, and no mail. */
  'mail-by-address',
  /** Codes, links and resets tried from one client network. */
  'proof-by-client',
  /** Codes tried for one address. Beyond: its codes are closed, links go on. */
  'guess-by-address',
  'sign-in-by-client',
  /** Keyed by both, so that nobody can shut the owner out from elsewhere. */
  'sign-in-by-address-and-client',
] as const

export type LimitName = (typeof limitNames)[number]

/** How much of each: the operator's to set. */
export type Limits = Record<LimitName, readonly Window[]>

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
export type Charge = { limit: LimitName; subject: Digest; windows: readonly Window[] }

export type KeyedDigest = (
  purpose: 'address' | 'client' | 'address+client',
  subject: string,
) => Digest

/** Makes charges of the sizes the operator set. */
export function chargesBy(limits: Limits, digest: KeyedDigest) {
  return {
    /** One for each of the client's networks. */
    client: (limit: LimitName, client: Client): Charge[] =>
      client.networks.map((network) => ({
        limit,
        subject: digest('client', network.name),
        windows: limits[limit].map((w) => ({ seconds: w.seconds, most: w.most * network.share })),
      })),
    subject: (limit: LimitName, subject: Digest): Charge => ({
      limit,
      subject,
      windows: limits[limit],
    }),
  }
}
