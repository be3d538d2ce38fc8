import type { EmailAddress } from '../email-address.ts'
import { type Client, clientName } from '../limits.ts'
import type { Secrets, SignInSubjects } from '../ports/index.ts'

/** By what this client's sign-ins to an address are counted: apart from everybody else's, and among all. */
export function signInSubjects(
  secrets: Pick<Secrets, 'addressDigest' | 'signInPairDigest'>,
  owner: EmailAddress,
  client: Client,
): SignInSubjects {
  return {
    signInPair: secrets.signInPairDigest(owner, clientName(client)),
    addressDigest: secrets.addressDigest(owner),
  }
}
