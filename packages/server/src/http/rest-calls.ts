import { restCalls as agreed, type RestAct } from '@latchkey/api/server'
import type { Refused } from '../acts/outcomes.ts'
import type { RecoveryActs } from '../acts/recovery-acts.ts'
import type { Caller } from '../caller/caller.ts'

/*
 * The REST calls, as the service has them (docs/rest.md). They are known by the end of their path, so that they work
 * wherever an application mounts them.
 */

type Outcome = { status: string } | Refused
/** The acts check their input, whatever it is. */
type Run = (recovery: RecoveryActs, input: never, caller: Caller) => Promise<Outcome>

export type RestCall = {
  method: 'GET' | 'POST'
  /** Matches the end of a path. A group named `token` is the input. */
  path: RegExp
  /** Of a success. */
  message: string
  run: Run
}

const runs: Record<RestAct, Run> = {
  requestReset: (recovery, input, caller) => recovery.request(input, caller),
  checkToken: (recovery, input, caller) => recovery.verifyToken(input, caller),
  resetWithToken: (recovery, input, caller) => recovery.reset(input, caller),
  resetWithCode: (recovery, input, caller) => recovery.confirm(input, caller),
}

export const restCalls: readonly RestCall[] = Object.entries(agreed).map(([act, call]) => ({
  ...call,
  path: new RegExp(`${call.path.replace(/:(\w+)/, '(?<$1>[^/]+)')}/?$`),
  run: runs[act as RestAct],
}))

/** The place of tRPC, and the procedures behind it. */
export const trpcPath = /^(?<endpoint>.*\/trpc)\/[^/]+$/

/** Whether a path is one of Latchkey's calls, wherever it is mounted. */
export function isCallOfLatchkey(path: string): boolean {
  return trpcPath.test(path) || restCalls.some((call) => call.path.test(path))
}
