import type { EmailAddress } from '../email-address.ts'

/** A disabled account can neither sign in nor recover. */
export type AccountStatus = 'active' | 'disabled'

/** What checking a password needs. */
export type SignInFacts = {
  accountId: string
  /** `undefined`: the account signs in elsewhere. */
  passwordHash: string | undefined
  /** Grows with every change of the password. Sessions and secrets of an older version are invalid. */
  credentialVersion: number
  status: AccountStatus
}

/** An account to add. Without a hash it signs in elsewhere. */
export type NewAccount = {
  id: string
  address: EmailAddress
  passwordHash: string | undefined
  locale: string | undefined
}

/** An account as the operator sees it. */
export type AccountSummary = {
  id: string
  email: string
  status: AccountStatus
  hasPassword: boolean
  locale: string | undefined
  createdAt: Date
  passwordChangedAt: Date | undefined
}

/** The accounts whose passwords are recovered and checked. */
export interface AccountStore {
  /** `false`: the address already has an account, which was not changed. */
  add(account: NewAccount): Promise<boolean>
  list(): Promise<AccountSummary[]>
  /** Stored hashes: at least one of each format and cost that accounts have, and not many more. */
  sampleHashes(): Promise<string[]>
  findForSignIn(canonicalEmail: string): Promise<SignInFacts | undefined>
  /** Replaces a hash by a better one of the same password. Does nothing if the password was changed meanwhile. */
  rehash(accountId: string, from: string, to: string): Promise<void>
}
