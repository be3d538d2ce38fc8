import type { Posted } from './post.ts'
import type { EventToSend } from './signed.ts'
import type { HostFunction } from './webhook.ts'

/** As for an endpoint. */
const TIMEOUT_MS = 15_000
/** Of what the function threw. */
const LONGEST_PROBLEM = 200

/** Calls the function of the application. What it throws is a reason to try again later. */
export async function tellHost(
  { endSessions }: HostFunction,
  { event }: EventToSend,
  timeoutMs = TIMEOUT_MS,
): Promise<Posted> {
  const { data } = event
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => timeout.reject(new Error(`did not return within ${timeoutMs / 1_000} s`)),
    timeoutMs,
  )
  try {
    if ('accountId' in data && data.accountId !== null) {
      await Promise.race([endSessions(data.accountId), timeout.promise])
    }
    return { status: 204, text: '', retryAfterSeconds: undefined }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { status: undefined, problem: `endSessions: ${problem}`.slice(0, LONGEST_PROBLEM) }
  } finally {
    clearTimeout(timer)
  }
}
