import {
  type NormalPassword,
  normalPassword,
  parseEmailAddress,
  type Secrets,
} from '@latchkey/core'
import type { Stores } from '@latchkey/db'
import { type Argon2Engine, createPasswordHasher } from '@latchkey/server/parts/passwords'
import { CommandFailed } from '../cli/terminal.ts'

export const demoAccount = { email: 'demo@latchkey.example', password: 'three green kettles' }

/**
 * An earlier start on this machine alone may have added it. Strangers must not reach it: they know its password.
 *
 * @throws CommandFailed
 */
export async function refuseDemoAccount({ accounts }: Stores, dataDir: string): Promise<void> {
  if (!(await accounts.findForSignIn(demoAccount.email))) return
  throw new CommandFailed(
    `The embedded database in ${dataDir} has the demo account, whose password is public, and other machines reach this server. Set another DATA_DIR, or allow it with ALLOW_EXPOSED=embedded-database,demo-account.`,
  )
}

/** Adds an account for trying out the product, unless there are accounts. Only for an embedded database. */
export async function addDemoAccount(
  stores: Stores,
  { secrets, argon2 }: { secrets: Secrets; argon2: Argon2Engine },
): Promise<void> {
  if ((await stores.accounts.list()).length > 0) return
  const address = parseEmailAddress(demoAccount.email)
  const password = normalPassword(demoAccount.password) as NormalPassword
  if (!address) return
  await stores.accounts.add({
    id: secrets.newId(),
    address,
    passwordHash: await createPasswordHasher(argon2).hash(password),
    locale: undefined,
  })
}
