import type { Digest } from './secret.ts'

/** At most `most` hits in any span of `seconds`: a sliding window, exact to the hit. */
export type Window = { seconds: number; most: number }

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Every limit, a row each: what is counted, and how much of it. The numbers are `docs/operating.md`'s. */
export const limits = {
  /** Asks (and asks again) from one client network. Beyond: refused, with the time to wait. */
  'ask-by-client': [
    { seconds: MINUTE, most: 5 },
    { seconds: HOUR, most: 20 },
  ],
  /** Mails to one address. Beyond: the same answer, and no mail. */
  'mail-by-address': [
    { seconds: MINUTE, most: 1 },
    { seconds: HOUR, most: 5 },
    { seconds: DAY, most: 10 },
  ],
  /** Codes, links and resets tried from one client network. */
  'proof-by-client': [{ seconds: 15 * MINUTE, most: 30 }],
  /** Codes tried for one address. Beyond: its codes are closed, links go on. */
  'guess-by-address': [{ seconds: DAY, most: 20 }],
  'sign-in-by-client': [{ seconds: 15 * MINUTE, most: 50 }],
  /** Keyed by both, so that nobody can shut the owner out from elsewhere. */
  'sign-in-by-address-and-client': [{ seconds: 15 * MINUTE, most: 10 }],
} as const satisfies Record<string, readonly Window[]>

export type LimitName = keyof typeof limits

/** Seconds between two mails to one address, the wait before "send again". A constant for everybody. */
export const RESEND_AFTER_SECONDS = limits['mail-by-address'][0].seconds

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

export function chargesByClient(limit: LimitName, client: Client, digest: KeyedDigest): Charge[] {
  return client.networks.map((network) => ({
    limit,
    subject: digest('client', network.name),
    windows: limits[limit].map((w) => ({ seconds: w.seconds, most: w.most * network.share })),
  }))
}

export function chargeOf(limit: LimitName, subject: Digest): Charge {
  return { limit, subject, windows: limits[limit] }
}
