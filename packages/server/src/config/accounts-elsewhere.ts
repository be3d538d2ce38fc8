import type { PasswordRules } from '@latchkey/core'
import { type AnyAccountMap, whereUsersAre } from '@latchkey/db'
import type { AccountHost } from '../account-port/handler.ts'

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

/** The users of an application that embeds us, behind functions of its own. */
export type HostedAccounts = {
  kind: 'hosted'
  host: AccountHost
  /** What the application hashes. */
  password: PortedAccounts['password']
}

export type AccountsElsewhere = MappedAccounts | PortedAccounts | HostedAccounts

/** Where the users are, and which setting says so. */
export function placeOf(accounts: AccountsElsewhere): { place: string; setting: string } {
  if (accounts.kind === 'mapped') {
    return { place: `in ${whereUsersAre(accounts.map)}`, setting: 'ACCOUNTS_FILE' }
  }
  return accounts.kind === 'ported'
    ? { place: `behind ${accounts.url}`, setting: 'ACCOUNTS_URL' }
    : { place: 'behind functions of the application', setting: 'accounts.host' }
}
