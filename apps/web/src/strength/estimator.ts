import type { Estimate, Question } from './messages.ts'
import workerUrl from './worker.ts?worker&url'

/** Our Trusted Types policy: it allows one script. The server allows no other policy (security-headers.ts). */
const POLICY = 'latchkey-strength'

type Policy = { createScriptURL(url: string): string }
type Factory = { createPolicy(name: string, rules: Policy): Policy }

export type Strength = 'weak' | 'fair' | 'good'

export type Estimator = {
  estimate(question: Omit<Question, 'id'>): void
  close(): void
}

/** Answers only the latest question. */
export function openEstimator(onEstimate: (strength: Strength) => void): Estimator {
  const worker = startWorker()
  let latest = 0
  worker.onmessage = ({ data }: MessageEvent<Estimate>) => {
    if (data.id === latest) onEstimate(strengthOf(data.score))
  }
  return {
    estimate(question) {
      latest += 1
      worker.postMessage({ ...question, id: latest } satisfies Question)
    },
    close: () => worker.terminate(),
  }
}

let policy: Policy | undefined

function startWorker(): Worker {
  const { trustedTypes } = window as { trustedTypes?: Factory }
  policy ??= trustedTypes?.createPolicy(POLICY, {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError('not our script')
      return url
    },
  })
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' })
}

function strengthOf(score: number): Strength {
  if (score >= 4) return 'good'
  return score === 3 ? 'fair' : 'weak'
}
