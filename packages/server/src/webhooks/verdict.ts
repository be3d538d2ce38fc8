import { secondsUntilRetry, webhookJob } from '@latchkey/core'
import type { Posted } from './post.ts'
import type { Receiver } from './webhook.ts'

/** What an answer means. `answer`: in a few words, for operators. */
export type Verdict =
  | { state: 'delivered' | 'dead' | 'gone'; answer: string }
  | {
      state: 'delayed'
      answer: string
      seconds: number
      /** Seconds for which the endpoint gets no other event either. */
      pauseSeconds: number
    }

/** The endpoint is too busy, or behind a proxy that cannot reach it. */
const slowDown = [429, 502, 503, 504]
const PAUSE_SECONDS = 5
const LONGEST_WAIT_SECONDS = 24 * 3_600

/** Of RFC 8935: the receiver may see it otherwise after its settings, or ours, are corrected. */
const mayPass = ['invalid_key', 'authentication_failed', 'access_denied']

/**
 * @param tries attempts before this one.
 * @param chance a random number from 0 to 1.
 */
export function verdictOn(
  posted: Posted,
  { format, tries, chance }: { format: Receiver['format']; tries: number; chance: number },
): Verdict {
  if (posted.status === undefined) return again(posted.problem, { tries, chance })
  const { status, text, retryAfterSeconds } = posted
  const answer = String(status)
  if (status >= 200 && status < 300) return { state: 'delivered', answer }
  if (status === 410) return { state: 'gone', answer }
  if (format === 'caep' && status === 400) {
    const code = errorIn(text)
    if (code !== undefined && !mayPass.includes(code)) {
      return { state: 'dead', answer: `400 ${code}` }
    }
    return again(code === undefined ? answer : `400 ${code}`, { tries, chance })
  }
  const said = status >= 300 && status < 400 ? `${status}, which is not followed` : answer
  return again(said, { tries, chance, retryAfterSeconds, isBusy: slowDown.includes(status) })
}

type Again = {
  tries: number
  chance: number
  retryAfterSeconds?: number | undefined
  isBusy?: boolean
}

function again(
  answer: string,
  { tries, chance, retryAfterSeconds = 0, isBusy = false }: Again,
): Verdict {
  if (tries >= webhookJob.retryAfterSeconds.length) return { state: 'dead', answer }
  const asked = Math.min(retryAfterSeconds, LONGEST_WAIT_SECONDS)
  const seconds = Math.max(asked, secondsUntilRetry(webhookJob, tries + 1, chance))
  const pauseSeconds = isBusy ? Math.max(asked, PAUSE_SECONDS) : asked
  return { state: 'delayed', answer, seconds, pauseSeconds }
}

/** An error code of RFC 8935; `undefined` if the answer has none. */
function errorIn(text: string): string | undefined {
  try {
    const { err } = JSON.parse(text) as { err?: unknown }
    return typeof err === 'string' && /^[a-z_]{1,40}$/.test(err) ? err : undefined
  } catch {
    return undefined
  }
}
