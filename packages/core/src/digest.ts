declare const digestOf: unique symbol

/** The bytes stored in place of something secret or personal, branded by what they were made from. */
type DigestOf<Purpose extends string> = Uint8Array & {
  readonly [digestOf]: { readonly [P in Purpose]: true }
}

/** SHA-256 of a token: 256 random bits need no key. */
export type TokenDigest = DigestOf<'token'>

/** HMAC-SHA-256 of a code and its request id: six digits need a key outside the database. */
export type CodeDigest = DigestOf<'code'>

/** HMAC-SHA-256 of a canonical email address, for limits and the audit trail. */
export type AddressDigest = DigestOf<'address'>

/** HMAC-SHA-256 of a client's network, for limits and the audit trail. */
export type ClientDigest = DigestOf<'client'>

/** HMAC-SHA-256 of an address together with a client: that client's sign-ins to that address. */
export type SignInPairDigest = DigestOf<'sign-in-pair'>

/** What a secret of any kind is stored as. */
export type SecretDigest = TokenDigest | CodeDigest

/** What a limit counts by. */
export type SubjectDigest = AddressDigest | ClientDigest | SignInPairDigest

/** A digest of anything. */
export type Digest = SecretDigest | SubjectDigest
