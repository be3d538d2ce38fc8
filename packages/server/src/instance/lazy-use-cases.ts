import { type Recovery, type Sessions, Unavailable } from '@latchkey/core'
import type { Log } from '../log.ts'
import type { Core } from './core.ts'

/** How long a call waits for an instance that opens. A start may take longer. */
const WAIT_MS = 5_000

/** The use cases before anything is open: each call opens what it needs. Failures are logged once, here. */
export function lazyUseCases(core: Core): { recovery: Recovery; sessions: Sessions } {
  type Opened = { recovery: Recovery; sessions: Sessions }
  function lazily<Name extends keyof Opened, Key extends keyof Opened[Name]>(name: Name, key: Key) {
    return async (...input: unknown[]): Promise<unknown> => {
      try {
        const { parts } = await soon(core.open())
        const useCase = parts[name][key] as (...input: unknown[]) => Promise<unknown>
        return await useCase(...input)
      } catch (error) {
        logFailure(core.log, error)
        throw error
      }
    }
  }
  const group = <Name extends keyof Opened>(name: Name, keys: Record<keyof Opened[Name], true>) =>
    Object.fromEntries(
      Object.keys(keys).map((key) => [key, lazily(name, key as keyof Opened[Name])]),
    ) as Opened[Name]
  return { recovery: group('recovery', ofRecovery), sessions: group('sessions', ofSessions) }
}

// A missing row does not compile.
const ofRecovery: Record<keyof Recovery, true> = {
  request: true,
  resend: true,
  verifyCode: true,
  verifyToken: true,
  reset: true,
  confirm: true,
  verifyNotMe: true,
  notMe: true,
  purge: true,
}
const ofSessions: Record<keyof Sessions, true> = {
  signIn: true,
  signOut: true,
  current: true,
  isKnown: true,
}

function soon<T>(opening: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable('Latchkey is still opening')), WAIT_MS)
  })
  return Promise.race([opening, late]).finally(() => clearTimeout(timer))
}

/** Overload is the only `Unavailable` without a `cause`. A flood of requests must not fill the log. */
function logFailure(log: Log, err: unknown): void {
  if (err instanceof Unavailable && err.cause === undefined) {
    log.debug({ event: 'recovery.overloaded', message: err.message })
  } else {
    log.error({ event: 'recovery.failed', err })
  }
}
