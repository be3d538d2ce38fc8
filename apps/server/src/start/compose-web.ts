import { createRecovery, createSessions, type Observe } from '@latchkey/core'
import type { Stores } from '@latchkey/db'
import { createBreachedPasswords, noBreachedPasswords } from '../adapters/breached-passwords.ts'
import { loadCommonPasswords } from '../adapters/common-passwords.ts'
import { boundCrowd } from '../adapters/crowd.ts'
import type { Metrics } from '../adapters/metrics.ts'
import { createPasswordHasher } from '../adapters/password-hasher.ts'
import type { Config } from '../config/config.ts'
import { commonPasswordsFile } from '../locations.ts'
import { secretsFor } from './compose.ts'

/** What a new password is looked for in. */
export function passwordListsFor(config: Config, observe: Observe) {
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
export function composeWeb(
  config: Config,
  stores: Stores,
  watch: { observe: Observe; hashing: Metrics['hashing'] },
) {
  const shared = {
    limiter: stores.limiter,
    secrets: secretsFor(config),
    hasher: createPasswordHasher(watch.hashing),
    policy: config.policy,
    observe: watch.observe,
  }
  const recovery = createRecovery({
    ...shared,
    store: stores.recovery,
    ...passwordListsFor(config, watch.observe),
  })
  const sessions = createSessions({
    ...shared,
    accounts: stores.accounts,
    sessions: stores.sessions,
  })
  const bounded = boundCrowd(watch.hashing.refused)
  return {
    recovery: {
      ...recovery,
      reset: bounded(recovery.reset),
      confirm: bounded(recovery.confirm),
    },
    sessions: { ...sessions, signIn: bounded(sessions.signIn) },
  }
}
