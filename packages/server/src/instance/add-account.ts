import { acceptPassword, knownLocale, readEmailAddress } from '@latchkey/core'
import type { Refused } from '../acts/outcomes.ts'
import { createPasswordHasher } from '../adapters/password-hasher.ts'
import { secretsFor } from '../compose/compose.ts'
import { passwordListsFor } from '../compose/compose-web.ts'
import { SetupError } from '../config/setup-error.ts'
import type { Core } from './core.ts'

/** An account of Latchkey's own. Without `locale`, its emails are in `product.defaultLocale`. */
export type NewAccount = { email: string; password: string; locale?: string }
/** Whether it was added, or why not. */
export type AccountAdded = { status: 'added'; accountId: string } | { status: 'exists' } | Refused

/** @throws SetupError if the users are those of an application, or something is missing. */
export async function addAccount(core: Core, account: NewAccount): Promise<AccountAdded> {
  const { config } = core
  if (config.accounts) {
    throw new SetupError('The users are those of your application: add an account there.')
  }
  if (typeof account.email !== 'string' || typeof account.password !== 'string') {
    throw new SetupError('addAccount needs { email, password }.')
  }
  const read = readEmailAddress(account.email)
  if (!read.ok) {
    const fields = { email: 'Enter one email address, like name@example.com' }
    return { status: 'refused', code: 'INVALID_INPUT', fields }
  }
  const lists = passwordListsFor(config, core.listeners.tell)
  const rules = config.policy.password
  const judged = await acceptPassword(account.password, read.address, { rules, ...lists })
  if (!judged.ok) return { status: 'refused', code: 'PASSWORD_REJECTED', reasons: judged.reasons }
  const { parts } = await core.open()
  const accountId = secretsFor(config).newId()
  const added = await parts.stores.accounts.add({
    id: accountId,
    address: read.address,
    passwordHash: await createPasswordHasher(parts.argon2).hash(judged.password),
    locale: knownLocale(account.locale ?? ''),
  })
  return added ? { status: 'added', accountId } : { status: 'exists' }
}
