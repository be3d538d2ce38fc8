import type { Locale } from '@latchkey/wording'
import type { Requested } from '../client.ts'
import { serverNow } from '../server-clock.ts'
import { forgetFinished } from './finished-here.ts'
import { tabStorage } from './tab-storage.ts'

/** The state of a recovery, kept over a reload or Back. Never a password, a code, a token or a ticket. */
export type RecoveryFlow = {
  requestId: string
  /** As typed. */
  email: string
  /** When the email may be sent again, in ms since the epoch, by the server's clock. */
  resendAt: number
  /** By the server's clock. */
  codeExpiresAt: string
  triesLeft: number
  /** The code was accepted, so it will not be accepted again. */
  isProven?: true
  /** The language of the page that made the request: the two words are in it, here and in the email. */
  locale?: Locale | undefined
}

/** Attempts per request. Only for display: the server has its own count. */
const ATTEMPTS = 5
const storage = tabStorage('latchkey.recovery')

export function currentFlow(): RecoveryFlow | undefined {
  return read()[0]
}

/** The request that this tab made for an address so recently that another email would be withheld. */
export function waitingFlow(email: string): RecoveryFlow | undefined {
  return read().find((flow) => isSameAddress(flow.email, email) && isTooSoon(flow))
}

/** @param locale of the page. */
export function startFlow(requested: Requested, email: string, locale?: Locale): RecoveryFlow {
  forgetFinished()
  return saveFlow({
    requestId: requested.requestId,
    email,
    triesLeft: ATTEMPTS,
    locale,
    ...timesOf(requested),
  })
}

export function timesOf(requested: Requested): Pick<RecoveryFlow, 'resendAt' | 'codeExpiresAt'> {
  return {
    resendAt: (serverNow() ?? Date.now()) + requested.resendAfterSeconds * 1000,
    codeExpiresAt: requested.codeExpiresAt,
  }
}

/** Makes this flow the current one. Flows of other addresses are kept while their emails may not be resent. */
export function saveFlow(flow: RecoveryFlow): RecoveryFlow {
  const others = read().filter(
    (other) => !isSameAddress(other.email, flow.email) && isTooSoon(other),
  )
  write([flow, ...others])
  return flow
}

export function clearFlow(): void {
  write([])
}

function isTooSoon({ resendAt }: RecoveryFlow): boolean {
  return resendAt > (serverNow() ?? Date.now())
}

function read(): RecoveryFlow[] {
  try {
    const stored: unknown = JSON.parse(storage.read() ?? '[]')
    return Array.isArray(stored) ? stored.filter(isFlow) : []
  } catch {
    // Not what this page wrote.
    return []
  }
}

function write(flows: RecoveryFlow[]): void {
  if (flows.length === 0) storage.clear()
  else storage.write(JSON.stringify(flows))
}

function isFlow(value: unknown): value is RecoveryFlow {
  if (typeof value !== 'object' || value === null) return false
  const { requestId, email, resendAt, codeExpiresAt, triesLeft } = value as Record<string, unknown>
  return (
    typeof requestId === 'string' &&
    typeof email === 'string' &&
    typeof resendAt === 'number' &&
    typeof codeExpiresAt === 'string' &&
    typeof triesLeft === 'number'
  )
}

function isSameAddress(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
