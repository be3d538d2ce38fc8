import type {
  AddressDigest,
  ClientDigest,
  CodeDigest,
  SignInPairDigest,
  TokenDigest,
} from '../digest.ts'
import type { EmailAddress } from '../email-address.ts'
import type { Code, Token } from '../secret.ts'

/** Random values, and the digests they are stored as. */
export interface Secrets {
  /** A UUID. */
  newId(): string
  newToken(): Token
  newCode(): Code
  tokenDigest(token: Token): TokenDigest
  /** Under the current server secret, and bound to one request. */
  codeDigest(requestId: string, code: Code): CodeDigest
  /** Every digest such a code may be stored as: one per server secret while the secret is being rotated. */
  codeDigests(requestId: string, code: Code): readonly CodeDigest[]
  addressDigest(address: EmailAddress): AddressDigest
  /** The digests of an address under former server secrets, while the secret is being rotated. */
  formerAddressDigests(address: EmailAddress): readonly AddressDigest[]
  clientDigest(clientName: string): ClientDigest
  signInPairDigest(address: EmailAddress, clientName: string): SignInPairDigest
}
