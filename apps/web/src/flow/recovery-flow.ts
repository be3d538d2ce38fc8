/** Where a recovery stands, for a reload or a step back. Never a password, a code, a token or a ticket. */
export type RecoveryFlow = {
  requestId: string
  /** As typed. */
  email: string
  /** When the mail may be sent again, in ms. */
  resendAt: number
  codeExpiresAt: string
  triesLeft: number
}

/** What `recovery.request` and `recovery.resend` answer. */
export type Requested = { requestId: string; resendAfterSeconds: number; codeExpiresAt: string }

/** Guesses one request may receive; the server keeps the count that matters. */
const TRIES = 5
const KEY = 'latchkey.recovery'

export function currentFlow(): RecoveryFlow | undefined {
  return read()[0]
}

/** The request this tab made for an address so recently that another one's mail would be withheld. */
export function waitingFlow(email: string): RecoveryFlow | undefined {
  return read().find((flow) => isSameAddress(flow.email, email) && flow.resendAt > Date.now())
}

export function startFlow(requested: Requested, email: string): RecoveryFlow {
  return saveFlow({
    requestId: requested.requestId,
    email,
    triesLeft: TRIES,
    ...timesOf(requested),
  })
}

export function timesOf(requested: Requested): Pick<RecoveryFlow, 'resendAt' | 'codeExpiresAt'> {
  return {
    resendAt: Date.now() + requested.resendAfterSeconds * 1000,
    codeExpiresAt: requested.codeExpiresAt,
  }
}

/** Makes this flow the current one. Others are kept while their address must wait: one may go there and back. */
export function saveFlow(flow: RecoveryFlow): RecoveryFlow {
  const others = read().filter(
    (other) => !isSameAddress(other.email, flow.email) && other.resendAt > Date.now(),
  )
  write([flow, ...others])
  return flow
}

export function clearFlow(): void {
  write([])
}

// Where storage is switched off, the tab's memory has to do.
let memory: RecoveryFlow[] = []

function read(): RecoveryFlow[] {
  try {
    const stored: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isFlow) : []
  } catch {
    return memory
  }
}

function write(flows: RecoveryFlow[]): void {
  memory = flows
  try {
    if (flows.length === 0) window.sessionStorage.removeItem(KEY)
    else window.sessionStorage.setItem(KEY, JSON.stringify(flows))
  } catch {
    // `memory` has it.
  }
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
