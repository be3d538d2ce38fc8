import type { PasswordReason } from '@latchkey/api'
import type { Estimate, Question } from './messages.ts'

/** `refused` is certain. The other two are estimates: the server may know a weak password from a longer list. */
export type Verdict =
  | { strength: 'refused'; reasons: readonly PasswordReason[] }
  | { strength: 'weak' | 'good' }

export type Estimator = {
  estimate(question: Omit<Question, 'id'>): void
  close(): void
}

/** Answers only the latest question. */
export function openEstimator(worker: Worker, onVerdict: (verdict: Verdict) => void): Estimator {
  let latest = 0
  worker.onmessage = ({ data }: MessageEvent<Estimate>) => {
    if (data.id === latest) onVerdict(verdictOf(data))
  }
  return {
    estimate(question) {
      latest += 1
      worker.postMessage({ ...question, id: latest } satisfies Question)
    },
    close: () => worker.terminate(),
  }
}

/** Below this, an attacker who has the hash of the password is likely to guess it. */
const GOOD_SCORE = 3

export function verdictOf({ score, reasons }: Pick<Estimate, 'score' | 'reasons'>): Verdict {
  if (reasons.length > 0) return { strength: 'refused', reasons }
  return { strength: score >= GOOD_SCORE ? 'good' : 'weak' }
}
