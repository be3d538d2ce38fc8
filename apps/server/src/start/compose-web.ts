import {
  createRecovery,
  createSessions,
  type Observe,
  type Recovery,
  type Sessions,
} from '@latchkey/core'
import type { Stores } from '@latchkey/db'
import type { Argon2Engine } from '../adapters/argon2-engine.ts'
import { createBreachedPasswords, noBreachedPasswords } from '../adapters/breached-passwords.ts'
import { loadCommonPasswords } from '../adapters/common-passwords.ts'
import type { Metrics } from '../adapters/metrics.ts'
import { createPasswordHasher, hashingSlots, overloaded } from '../adapters/password-hasher.ts'
import { createSlots, type Slots } from '../adapters/slots.ts'
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
  parts: { argon2: Argon2Engine; observe: Observe; hashing: Metrics['hashing'] },
): { recovery: Recovery; sessions: Sessions } {
  const shared = {
    limiter: stores.limiter,
    secrets: secretsFor(config),
    hasher: createPasswordHasher(parts.argon2, parts.hashing),
    policy: config.policy,
    observe: parts.observe,
  }
  const recovery = createRecovery({
    ...shared,
    store: stores.recovery,
    ...passwordListsFor(config, parts.observe),
  })
  const sessions = createSessions({
    ...shared,
    accounts: stores.accounts,
    sessions: stores.sessions,
  })
  const admit = hashingCalls(parts.hashing)
  return {
    recovery: {
      ...recovery,
      reset: (...input) => admit(() => recovery.reset(...input)),
      confirm: (...input) => admit(() => recovery.confirm(...input)),
    },
    sessions: {
      ...sessions,
      signIn: (...input) => admit(() => sessions.signIn(...input)),
    },
  }
}

/**
 * Admits as many calls that end in a hash as there are slots and queue for them. Calls beyond that fail at once,
 * before they cost the database anything.
 */
function hashingCalls(hashing: Metrics['hashing']): Slots {
  const { count, queue } = hashingSlots
  return createSlots({
    count: count + queue,
    queue: 0,
    maxWaitMs: 0,
    refuse: () => overloaded(hashing),
  })
}
