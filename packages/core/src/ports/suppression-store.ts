import type { AddressDigest } from '../digest.ts'
import type { SuppressionCause } from '../suppression.ts'

/** What a mail service says of one address. */
export type ReportedAddress = {
  digest: AddressDigest
  cause: SuppressionCause
  /** When it happened, as the service says. Not later than now. */
  at: Date
  /** What it says of it, without the address. */
  detail: string
  /** The email it is about, if the report names one of ours. */
  messageId: string | undefined
}

/** A suppression that lasts. */
export type Suppression = {
  digest: AddressDigest
  cause: SuppressionCause
  /** Whether recovery emails are not sent either. */
  stopsRecovery: boolean
}

/** Addresses that get no email for a while, by their digests. */
export interface SuppressionStore {
  /**
   * Writes reports down. A report that is not newer than what is known changes nothing, so it may come any number of
   * times, in any order. A complaint counts only if it is about an email of ours.
   *
   * @returns how many changed something
   */
  report(reports: readonly ReportedAddress[]): Promise<number>
  /** Those of these addresses that last. */
  find(digests: readonly AddressDigest[]): Promise<Suppression[]>
}
