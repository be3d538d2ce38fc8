import type { AddressDigest, ClientDigest, TokenDigest } from '../digest.ts'
import type { Session } from '../session.ts'
import type { SharedCharge, SignInSubjects } from './limiter.ts'

/** Sessions by the digest of their token. One ends after its idle or its absolute lifetime, whichever is first. */
export interface SessionStore {
  /**
   * Forgets the client's own failures, and takes back what the attempt was charged to all strangers.
   * `undefined`: the credentials changed since they were checked.
   */
  open(
    session: {
      tokenDigest: TokenDigest
      accountId: string
      credentialVersion: number
      idleMinutes: number
      absoluteMinutes: number
      clientDigest: ClientDigest
    } & SignInSubjects &
      SharedCharge,
  ): Promise<Session | undefined>
  /** For the audit trail. */
  recordFailure(failure: {
    addressDigest: AddressDigest
    clientDigest: ClientDigest
  }): Promise<void>
  /** A session that is found has been used: it then lives `idleMinutes` more. */
  find(tokenDigest: TokenDigest, idleMinutes: number): Promise<Session | undefined>
  /** Idempotent. */
  end(session: { tokenDigest: TokenDigest; clientDigest: ClientDigest }): Promise<void>
}
