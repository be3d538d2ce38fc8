import type { Locale } from '@latchkey/wording'
import type { Answer, Call } from '../call.ts'
import type { Requested, Verified } from '../client.ts'
import { noteChanged } from './finished-here.ts'
import { dropSecret, holdSecret } from './held-secret.ts'
import {
  clearFlow,
  type RecoveryFlow,
  saveFlow,
  startFlow,
  timesOf,
  waitingFlow,
} from './recovery-flow.ts'

/* The steps of a recovery, for the pages and for `useRecovery`. */

export type RequestCall = Call<{ email: string }, Requested>
export type ResendCall = Call<{ requestId: string }, Requested>

/** @param locale of the page. */
export async function requestEmail(
  request: RequestCall,
  email: string,
  locale: Locale | undefined,
): Promise<Answer<RecoveryFlow>> {
  // This soon, the server would open a request whose email is withheld: its code would never arrive.
  const waiting = waitingFlow(email)
  if (waiting) return { status: 'accepted', value: saveFlow(waiting) }
  return requestAgain(request, email, locale)
}

/** Makes a new request, with new attempts. */
export async function requestAgain(
  request: RequestCall,
  email: string,
  locale: Locale | undefined,
): Promise<Answer<RecoveryFlow>> {
  const answer = await request.send({ email })
  if (answer.status === 'refused') return answer
  return { status: 'accepted', value: startFlow(answer.value, email, locale) }
}

/** Sends the email of a request again. */
export async function resendEmail(
  { resend, request }: { resend: ResendCall; request: RequestCall },
  flow: RecoveryFlow,
  locale: Locale | undefined,
): Promise<Answer<RecoveryFlow>> {
  const answer = await resend.send({ requestId: flow.requestId })
  if (answer.status === 'accepted') {
    return { status: 'accepted', value: { ...flow, ...timesOf(answer.value) } }
  }
  // The request has been closed meanwhile, so make another one for the same address.
  if (answer.refusal.code === 'INVALID_OR_EXPIRED') return requestAgain(request, flow.email, locale)
  return answer
}

/** A code was right: keeps its ticket. */
export function acceptCode(flow: RecoveryFlow, proof: Verified & { ticket: string }): void {
  const { ticket, login, expiresAt } = proof
  saveFlow({ ...flow, isProven: true })
  holdSecret({ kind: 'ticket', token: ticket, login, expiresAt })
}

/** The password was changed, here or in another tab. */
export function finish(): void {
  dropSecret()
  clearFlow()
  noteChanged()
}
