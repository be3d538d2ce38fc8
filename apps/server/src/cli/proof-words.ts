import type { Comparison, Sameness } from '../silence/judge.ts'
import { TOLERANCE } from '../silence/judge.ts'
import type { Experiment, Proof } from '../silence/prove.ts'

/** A proof as an operator reads it. */
export function proofInWords(proof: Proof): string {
  const { ask, askOverRest, signIn } = proof
  return [
    `${proof.url}, ${proof.seconds} s. Each kind of address against an unknown one; AUC 0.500 means that`,
    'time tells nothing, 0 or 1 that it tells everything. In brackets: 95 % sure to be within.',
    ...experimentInWords('Asking for a link', ask),
    `  by REST, bytes only: ${bytesInWords(askOverRest.bytes)}`,
    ...experimentInWords('Signing in with a wrong password', signIn),
    '',
    finestVisible([ask, signIn]),
    proof.silent
      ? `Silent: every AUC may be within 0.50 ± ${TOLERANCE.toFixed(2)}, and all answers are the same bytes.`
      : 'NOT silent: see the lines with an exclamation mark.',
  ].join('\n')
}

function experimentInWords(title: string, { samples, bytes, times, canary }: Experiment): string[] {
  return [
    '',
    `${title}, ${samples} times for each kind`,
    `  bodies and headers: ${bytesInWords(bytes)}`,
    '  its own time:',
    ...times.map(timeInWords),
    '  a health call right behind it:',
    ...canary.map(timeInWords),
  ]
}

function bytesInWords(bytes: readonly Sameness[]): string {
  const differing = bytes.filter((one) => !one.identical)
  if (differing.length === 0) return 'identical but for id and dates'
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
  const more = widest > TOLERANCE ? ' Take more samples to be surer.' : ''
  return `A difference of less than ${widest.toFixed(3)} from 0.500 could go unseen with so many samples.${more}`
}
