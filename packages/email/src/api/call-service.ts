import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Concern } from '@latchkey/core'
import type { Explanation } from '../smtp/answers/answer.ts'
import type { OutgoingEmail } from '../smtp/outgoing-email.ts'
import {
  explainForeignAnswer,
  explainNoAnswer,
  explainServiceAnswer,
} from './answers/explain-answer.ts'
import type { MailService } from './mail-service.ts'

export type CallTimes = {
  /** Until a call is given up. Its email may have been taken by then. */
  callMs: number
  /** Between two calls for the same email, if the service does not say how long. */
  pauseMs: number
  /** The longest that a service may ask us to wait before the same attempt goes on. */
  longestPauseMs: number
}

export const defaultCallTimes: CallTimes = {
  callMs: 25_000,
  pauseMs: 1_000,
  longestPauseMs: 5_000,
}

/** Three calls and two pauses stay below the time after which a send by SMTP is given up. */
const MOST_CALLS = 3

export type CallEnd =
  | { status: 'taken'; answer: string }
  | {
      status: 'failed'
      answer: string
      /** Of HTTP. Absent: there was no answer. */
      reply: number | undefined
      explanation: Explanation & { concerns: Concern }
    }

/**
 * Hands one email over. It is called again with the very same bytes and key if the service asked us to wait a little, or
 * if nobody knows what became of the call and the service keeps keys, so that it would not send the email twice.
 */
export async function callService(
  service: MailService,
  email: OutgoingEmail,
  times: CallTimes = defaultCallTimes,
): Promise<CallEnd> {
  const key = keyOf(email)
  for (let calls = 1; ; calls += 1) {
    const { end, waitMs } = await callOnce(service, { email, key, callMs: times.callMs })
    if (end.status === 'taken' || calls === MOST_CALLS) return end
    const pauseMs = waitMs ?? times.pauseMs
    if (!mayGoOn(service, end, waitMs) || pauseMs > times.longestPauseMs) return end
    await sleep(pauseMs)
  }
}

type Failed = Extract<CallEnd, { status: 'failed' }>

function mayGoOn({ keepsKeys }: MailService, end: Failed, waitMs: number | undefined): boolean {
  const { failure } = end.explanation
  if (failure === 'busy') return waitMs !== undefined || end.reply === 409
  return failure === 'unclear' && keepsKeys
}

async function callOnce(
  service: MailService,
  { email, key, callMs }: { email: OutgoingEmail; key: string; callMs: number },
): Promise<{ end: CallEnd; waitMs?: number | undefined }> {
  try {
    const answer = await service.send(email, { key, signal: AbortSignal.timeout(callMs) })
    const { status: reply, text, code, retryAfterSeconds } = answer
    const isSuccess = reply >= 200 && reply < 300
    if (isSuccess && answer.isGenuine) return { end: { status: 'taken', answer: text } }
    const explanation = isSuccess
      ? explainForeignAnswer(service)
      : explainServiceAnswer({ ...answer, service: service.name })
    const said = [String(reply), code, text].filter(Boolean).join(' ')
    return {
      end: { status: 'failed', answer: said, reply, explanation },
      waitMs: retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1_000,
    }
  } catch (error) {
    const answer = wordsOf(error)
    const explanation = explainNoAnswer(answer, error)
    return { end: { status: 'failed', answer, reply: undefined, explanation } }
  }
}

/** The same bytes have the same key, so a service never gets one key for two emails. */
function keyOf({ messageId, subject, text, html, to }: OutgoingEmail): string {
  const bytes = JSON.stringify([messageId, to.address, subject, text, html])
  return `latchkey-${createHash('sha256').update(bytes).digest('hex')}`
}

/** `fetch` has the reason in the cause, and a name that failed at several addresses in each of its errors. */
export function wordsOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : new Error(String(error))
  const errors = cause instanceof AggregateError ? cause.errors : [cause ?? error]
  return errors.map(oneReason).join('; ')
}

function oneReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (error.name === 'TimeoutError') return 'no answer in time'
  return error.message.includes(code) ? error.message : `${error.message} (${code})`
}
