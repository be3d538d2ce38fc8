import type { EmbeddedContext } from '@latchkey/api/server'
import { recoveryActs } from '../acts/recovery-acts.ts'
import { sessionActs } from '../acts/session-acts.ts'
import { type Caller, clientOfCaller } from '../caller/caller.ts'
import { publicSettings } from '../compose/public-settings.ts'
import { defaultLog, noLog } from '../config/default-log.ts'
import { isBuilding, isProduction } from '../config/environment.ts'
import { SetupError } from '../config/setup-error.ts'
import { createHandler } from '../http/handler.ts'
import type { LatchkeyOptions } from '../options/options.ts'
import { OptionsError } from '../options/options-error.ts'
import { readOptions } from '../options/read-options.ts'
import { addAccount } from './add-account.ts'
import { CARRIED, type Carried } from './carried.ts'
import type { Core } from './core.ts'
import type { Listener } from './events.ts'
import { healthOf } from './health.ts'
import type { Latchkey } from './latchkey.ts'
import { lazyUseCases } from './lazy-use-cases.ts'
import { coreFor } from './registry.ts'
import { latchkeyRouter, recoveryRouter } from './routers.ts'
import { carriedBy } from './work.ts'

const needsCallerOf =
  'latchkey.router(callerOf) needs a function that says who makes a call, such as (ctx) => ({ remoteAddress: ctx.ip, headers: ctx.headers }). It has no default: an address that is guessed from a header is one that every caller can choose (docs/embedding.md).'

const needsOptions = 'options are missing: give { database, secret, mail, pages }'

/**
 * Account recovery for an application's own server. Opens nothing until it is used.
 *
 * @throws OptionsError with every problem at once. While an application is built, the first use throws it.
 */
export function createLatchkey(options: LatchkeyOptions): Latchkey {
  if (typeof options !== 'object' || options === null) throw new OptionsError([needsOptions])
  const problems: string[] = []
  const log = options.log === false ? noLog : (options.log ?? defaultLog)
  const read = readOptions(options, { production: isProduction() }, problems)
  if (problems.length > 0 && !isBuilding()) throw new OptionsError(problems)
  const core = coreFor({ ...read, module: options.module, log, problems })
  return latchkeyOn(core)
}

function latchkeyOn(core: Core): Latchkey {
  const { recovery, sessions } = lazyUseCases(core)
  const settings = publicSettings(core.config)
  const acts = recoveryActs(recovery)
  const contextOf =
    <Context>(callerOf: (ctx: Context) => Caller) =>
    (outer: unknown): EmbeddedContext => {
      try {
        // tRPC does not check the context of a nested router: `callerOf` says what it is.
        return { recovery, settings, client: clientOfCaller(callerOf(outer as Context)) }
      } catch (error) {
        core.log.error({ event: 'caller.unreadable', err: error })
        throw error
      }
    }
  const latchkey: Latchkey & { [CARRIED]: Carried } = {
    async ready() {
      await core.open()
    },
    health: () => healthOf(core),
    close: () => core.close(),
    router(callerOf) {
      // TypeScript requires it. In JavaScript the first call would say so, and not the start.
      if (typeof callerOf !== 'function') throw new SetupError(needsCallerOf)
      return recoveryRouter(contextOf(callerOf))
    },
    handler: createHandler({
      recovery: acts,
      router: latchkeyRouter(contextOf((caller: Caller) => caller)),
      log: core.log,
    }),
    recovery: acts,
    sessions: sessionActs(sessions),
    addAccount: (account) => addAccount(core, account),
    on: (name: Parameters<Core['listeners']['add']>[0], listener: Listener<never>) =>
      core.listeners.add(name, listener as Listener),
    [CARRIED]: carriedBy(core),
  }
  return latchkey
}
