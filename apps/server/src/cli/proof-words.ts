import type { Comparison, Sameness } from '../silence/comparison.ts'
import { TOLERANCE } from '../silence/comparison.ts'
import type { Experiment, Proof } from '../silence/experiments.ts'

/** The result of `prove silence`, for operators. */
export function proofInWords(proof: Proof): string {
  const { request, requestByRest, signIn } = proof
  return [
    `${proof.url}, ${proof.seconds} s. Each kind of address is compared with an unknown one. An AUC of 0.500`,
    'means that response times reveal nothing, 0 or 1 that they reveal everything. In brackets: the 95 % interval.',
    ...experimentInWords('Requesting a reset', request),
    `  by REST, bytes only: ${bytesInWords(requestByRest.bytes)}`,
    ...experimentInWords('Signing in with a wrong password', signIn),
    '',
    finestVisible([request, signIn]),
    proof.silent
      ? `Silent: every AUC is compatible with 0.50 ± ${TOLERANCE.toFixed(2)}, and all answers are byte-identical.`
      : 'NOT silent: see the lines with an exclamation mark.',
  ].join('\n')
}

function experimentInWords(title: string, { samples, bytes, times, canary }: Experiment): string[] {
  return [
    '',
    `${title}, ${samples} times for each kind`,
    `  bodies and headers: ${bytesInWords(bytes)}`,
    '  response time:',
    ...times.map(timeInWords),
    '  response time of a health call right after it:',
    ...canary.map(timeInWords),
  ]
}

function bytesInWords(bytes: readonly Sameness[]): string {
  const differing = bytes.filter((one) => !one.identical)
  if (differing.length === 0) return 'identical except for id and dates'
  return differing.map(({ kind, difference }) => `! ${kind} differs: ${difference}`).join('; ')
}

function timeInWords({ kind, auc, medianMicros, medianDifferenceMicros, silent }: Comparison) {
  const mark = silent ? ' ' : '!'
  const [value, low, high] = [auc.value, auc.low, auc.high].map((n) => n.toFixed(3))
  const difference = `${medianDifferenceMicros < 0 ? '−' : '+'}${Math.abs(medianDifferenceMicros).toFixed(0)} µs`
  return `  ${mark} ${kind.padEnd(12)}  AUC ${value} (${low} to ${high})  median ${(medianMicros / 1000).toFixed(2)} ms, ${difference}`
}

function finestVisible(experiments: readonly Experiment[]): string {
  const halfWidths = experiments.flatMap(({ times, canary }) =>
    [...times, ...canary].map(({ auc }) => (auc.high - auc.low) / 2),
  )
  const widest = Math.max(...halfWidths)
  const more = widest > TOLERANCE ? ' Take more samples for a smaller interval.' : ''
  return `With this number of samples, a difference of less than ${widest.toFixed(3)} from 0.500 would not be noticed.${more}`
}
