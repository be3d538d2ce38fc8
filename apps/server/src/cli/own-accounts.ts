import { placeOf } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'
import { CommandFailed } from './terminal.ts'

/**
 * For commands that work on accounts of our own only.
 *
 * @throws CommandFailed if the users are those of an application.
 */
export function needOwnAccounts({ accounts }: Config, instead: string): void {
  if (accounts === undefined) return
  const { place, setting } = placeOf(accounts)
  throw new CommandFailed(
    `The users are those of your application, ${place} (${setting}): ${instead}`,
  )
}
