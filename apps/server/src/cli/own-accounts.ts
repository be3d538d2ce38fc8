import { whereUsersAre } from '@latchkey/db'
import type { Config } from '../config/config.ts'
import { CommandFailed } from './terminal.ts'

/**
 * For commands that work on accounts of our own only.
 *
 * @throws CommandFailed if the users are those of an application.
 */
export function needOwnAccounts({ accounts }: Config, instead: string): void {
  if (accounts === undefined) return
  throw new CommandFailed(
    `The users are those of your application, in ${whereUsersAre(accounts.map)} (ACCOUNTS_FILE): ${instead}`,
  )
}
