import {
  createRecovery,
  createSessions,
  type Observe,
  type PasswordHasher,
  type Recovery,
  type RecoveryPolicy,
  type Sessions,
} from '@latchkey/core'
import type { Stores } from '@latchkey/db'
import type { Argon2Engine } from '../adapters/argon2-engine.ts'
import { createBreachedPasswords, noBreachedPasswords } from '../adapters/breached-passwords.ts'
import { loadCommonPasswords } from '../adapters/common-passwords.ts'
import type { HashingWatch } from '../adapters/hashing-watch.ts'
import { passedOnPasswords } from '../adapters/passed-on-passwords.ts'
import { createPasswordHasher } from '../adapters/password-hasher.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { commonPasswordsFile } from '../locations.ts'
import { tracedUseCases } from '../tracing/traced-use-cases.ts'
import { mappedHasher, passwordRulesOf } from './account-parts.ts'
import { admitHashing } from './admit-hashing.ts'
import { secretsFor } from './compose.ts'
import { sessionsElsewhere } from './sessions-elsewhere.ts'

/** What a new password is looked for in. */
export function passwordListsFor(
  config: Pick<ServerConfig, 'breachedPasswordsUrl'>,
  observe: Observe,
) {
  const { breachedPasswordsUrl } = config
  return {
    common: loadCommonPasswords(commonPasswordsFile),
    breached:
      breachedPasswordsUrl === undefined
        ? noBreachedPasswords
        : createBreachedPasswords(breachedPasswordsUrl, observe),
  }
}

/** What the web server runs requests with. */
export async function composeWeb(
  config: ServerConfig,
  stores: Stores,
  parts: { argon2: Argon2Engine; observe: Observe; hashing: HashingWatch },
): Promise<{ recovery: Recovery; sessions: Sessions }> {
  const hasher = await hasherFor(config, stores, parts)
  const shared = {
    limiter: stores.limiter,
    secrets: secretsFor(config),
    hasher,
    policy: policyFor(config),
    observe: parts.observe,
  }
  const recovery = createRecovery({
    ...shared,
    store: stores.recovery,
    ...passwordListsFor(config, parts.observe),
  })
  const { accounts, signInUrl } = config
  const sessions =
    accounts && signInUrl !== undefined
      ? sessionsElsewhere(signInUrl)
      : createSessions({ ...shared, accounts: stores.accounts, sessions: stores.sessions })
  const admitted = admitHashing({ recovery, sessions }, parts.hashing)
  return {
    recovery: tracedUseCases('recovery', admitted.recovery),
    sessions: tracedUseCases('session', admitted.sessions),
  }
}

/** Passwords take the form that the application's own sign-in hashes. */
function policyFor({ accounts, policy }: ServerConfig): RecoveryPolicy {
  if (!accounts) return policy
  return { ...policy, password: { ...policy.password, ...passwordRulesOf(accounts) } }
}

async function hasherFor(
  { accounts }: ServerConfig,
  stores: Stores,
  { argon2, hashing }: { argon2: Argon2Engine; hashing: HashingWatch },
): Promise<PasswordHasher> {
  if (accounts?.kind === 'mapped') return mappedHasher(accounts, argon2, hashing)
  if (accounts) return passedOnPasswords
  const hasher = createPasswordHasher(argon2, hashing)
  // Before the first sign-in, which would otherwise tell by its time that its account has an imported hash.
  for (const stored of await stores.accounts.sampleHashes()) hasher.meet(stored)
  return hasher
}
