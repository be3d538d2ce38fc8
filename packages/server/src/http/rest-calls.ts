import { restMessages } from '@latchkey/api/server'
import type { Refused } from '../acts/outcomes.ts'
import type { RecoveryActs } from '../acts/recovery-acts.ts'
import type { Caller } from '../caller/caller.ts'

/*
 * The REST calls, with the bodies and answers of those of the service (docs/rest.md). They are known by the end of their
 * path, so that they work wherever an application mounts them.
 */

type Outcome = { status: string } | Refused

export type RestCall = {
  method: 'GET' | 'POST'
  /** Matches the end of a path. A group named `token` is the input. */
  path: RegExp
  /** Of a success. */
  message: string
  /** The acts check their input, whatever it is. */
  run: (recovery: RecoveryActs, input: never, caller: Caller) => Promise<Outcome>
}

export const restCalls: readonly RestCall[] = [
  {
    method: 'POST',
    path: /\/forgot-password\/?$/,
    message: restMessages.requested,
    run: (recovery, input, caller) => recovery.request(input, caller),
  },
  {
    method: 'GET',
    path: /\/verify-reset-token\/(?<token>[^/]+)\/?$/,
    message: restMessages.tokenGood,
    run: (recovery, input, caller) => recovery.verifyToken(input, caller),
  },
  {
    method: 'POST',
    path: /\/reset-password\/?$/,
    message: restMessages.reset,
    run: (recovery, input, caller) => recovery.reset(input, caller),
  },
  {
    method: 'POST',
    path: /\/password-reset\/confirm\/?$/,
    message: restMessages.confirmed,
    run: (recovery, input, caller) => recovery.confirm(input, caller),
  },
]

/** The place of tRPC, and the procedures behind it. */
export const trpcPath = /^(?<endpoint>.*\/trpc)\/[^/]+$/

/** Whether a path is one of Latchkey's calls, wherever it is mounted. */
export function isCallOfLatchkey(path: string): boolean {
  return trpcPath.test(path) || restCalls.some((call) => call.path.test(path))
}
