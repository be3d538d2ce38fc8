import type { EmailAddress } from '../email-address.ts'
import { type Client, chargesBy, clientName } from '../limits.ts'
import type { SessionParts } from '../parts.ts'
import { type NormalPassword, normalPassword } from '../password.ts'
import type { SignInFacts } from '../ports/index.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import {
  SESSION_ABSOLUTE_MINUTES,
  SESSION_IDLE_MINUTES,
  type SignedIn,
  type SignIn,
} from '../session.ts'
import { chargeClient } from './charge-client.ts'
import { signInSubjects } from './sign-in-subjects.ts'

/**
 * Checks an address and a password. Unknown addresses, disabled accounts and accounts without a password cost the same
 * hash as a wrong password and get the same answer, so that neither answer nor time reveals which accounts exist.
 */
export function signIn(parts: SessionParts) {
  const { accounts, sessions, limiter, secrets, hasher, policy, observe } = parts
  const charges = chargesBy(policy.limits, secrets.clientDigest)
  const refuse = (refusal: Refusal): Refusal => {
    observe({ event: 'session.refused', reason: refusal.reason })
    return refusal
  }
  /** Imported hashes may be of the text as it was typed; ours are of its normal form. */
  async function match(
    stored: string | undefined,
    { normal, typed }: { normal: NormalPassword; typed: string },
    caller: { isKnown: boolean },
  ): Promise<'as-normal' | 'as-typed' | 'no'> {
    if (await hasher.verify(stored, normal, caller)) return 'as-normal'
    // Also for unknown accounts; otherwise timing reveals which accounts exist.
    if (typed !== normal && (await hasher.verify(stored, typed, caller))) return 'as-typed'
    return 'no'
  }

  return async (input: SignIn, client: Client): Promise<SignedIn | Refusal> => {
    const limited = await chargeClient(parts, 'sign-in-by-client', client)
    if (limited) return refuse(limited)

    const canonical = input.address.canonical
    const subjects = signInSubjects(secrets, input.address, client)
    const charged = await limiter.chargeSignIn({
      charges: charges.signIn(subjects),
      mostInARow: policy.limits['sign-in-in-a-row'],
    })
    if (charged.status === 'rate-limited') return refuse(rateLimited(charged.retryAfterSeconds))
    const { isKnown, isExhausted, isClosed, shared } = charged
    const wrong = refused(isExhausted ? 'exhausted' : 'sign-in-failed')

    const { addressDigest } = subjects
    const clientDigest = secrets.clientDigest(clientName(client))
    const password = normalPassword(input.password)
    const account = usable(await accounts.findForSignIn(canonical))
    const problem = account && hasher.problemWith(account.passwordHash)
    if (account && problem !== undefined) {
      observe({ event: 'account.hash-unfit', accountId: account.accountId, problem })
    }
    const matched =
      password === undefined
        ? 'no'
        : await match(
            // While closed no password is checked, at the same work: the answer must not tell which one is right.
            isClosed ? undefined : account?.passwordHash,
            { normal: password, typed: input.password },
            { isKnown },
          )
    if (password === undefined || !account || matched === 'no') {
      await sessions.recordFailure({ addressDigest, clientDigest })
      return refuse(wrong)
    }

    if (matched === 'as-typed' || hasher.isOutdated(account.passwordHash)) {
      const better = await hasher.hash(password)
      await accounts.rehash(account.accountId, account.passwordHash, better)
    }
    const token = secrets.newToken()
    const session = await sessions.open({
      tokenDigest: secrets.tokenDigest(token),
      accountId: account.accountId,
      credentialVersion: account.credentialVersion,
      idleMinutes: SESSION_IDLE_MINUTES,
      absoluteMinutes: SESSION_ABSOLUTE_MINUTES,
      clientDigest,
      ...subjects,
      ...shared,
    })
    if (!session) return refuse(wrong)

    observe({ event: 'session.signed-in', accountId: account.accountId })
    return { status: 'signed-in', token, session }
  }
}

/** Whether this client signed in to this address before. Checks nothing, and costs one look-up. */
export function isKnownClient({ limiter, secrets }: Pick<SessionParts, 'limiter' | 'secrets'>) {
  return (address: EmailAddress, client: Client): Promise<boolean> =>
    limiter.isKnown(signInSubjects(secrets, address, client).signInPair)
}

function usable(facts: SignInFacts | undefined) {
  if (facts?.status !== 'active' || facts.passwordHash === undefined) return undefined
  return { ...facts, passwordHash: facts.passwordHash }
}
