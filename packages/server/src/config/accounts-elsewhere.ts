import type { PasswordRules } from '@latchkey/core'
import { type AnyAccountMap, whereUsersAre } from '@latchkey/db'

/** The users of an application, in tables of its own or behind its functions. */
export type MappedAccounts = {
  kind: 'mapped'
  /** The file of the map, as it was named. */
  file: string
  map: AnyAccountMap
  /** What the application appends to a password before it hashes. */
  pepper: string | undefined
}

/** The users of an application, which is called. */
export type PortedAccounts = {
  kind: 'ported'
  url: string
  /** Calls are signed with each of them. */
  secrets: readonly string[]
  /** What the application hashes. */
  password: Required<Pick<PasswordRules, 'normalise' | 'maxBytes'>>
}

export type AccountsElsewhere = MappedAccounts | PortedAccounts

/** Where the users are, and which setting says so. */
export function placeOf(accounts: AccountsElsewhere): { place: string; setting: string } {
  return accounts.kind === 'mapped'
    ? { place: `in ${whereUsersAre(accounts.map)}`, setting: 'ACCOUNTS_FILE' }
    : { place: `behind ${accounts.url}`, setting: 'ACCOUNTS_URL' }
}
