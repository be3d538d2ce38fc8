import type { Failure } from '@latchkey/core'
import { isAfterRecipient } from '../step.ts'
import type { Explanation, FailedHandover, KnownAnswer } from './answer.ts'
import { connectionAnswers } from './connection-answers.ts'
import { envelopeAnswers } from './envelope-answers.ts'
import { signInAnswers } from './sign-in-answers.ts'
import { silenceAnswers } from './silence-answers.ts'
import { tokenAnswers } from './token-answers.ts'

/**
 * The one table of what mail servers answer: the worker takes the class from it, and `latchkey mail test` the words.
 * The first row that applies is used, so specific rows stand before general ones.
 */
const known: readonly KnownAnswer[] = [
  ...tokenAnswers,
  ...silenceAnswers,
  ...signInAnswers,
  ...envelopeAnswers.map(([when, said]): KnownAnswer => [{ answered: true, ...when }, said]),
  ...connectionAnswers,
]

const otherwise: Explanation = {
  failure: 'unreachable',
  meaning: 'The email could not be handed over.',
  advice: 'The answer is all that is known. Look it up in the documents of your mail service.',
}

export function explainAnswer(failed: FailedHandover): Explanation {
  const answer = withoutAddresses(failed.answer)
  const enhanced = enhancedCode(answer)
  const [, explanation = otherwise] =
    known.find(
      ([when]) =>
        (when.auth === undefined || when.auth === failed.auth) &&
        isOneOf(when.step, failed.step) &&
        isOneOf(when.reply, failed.reply) &&
        (when.answered === undefined || when.answered === (failed.reply !== undefined)) &&
        (when.port === undefined || when.port === failed.port) &&
        (when.signInSkipped === undefined || when.signInSkipped === failed.signInSkipped) &&
        (when.host === undefined || when.host.test(failed.host)) &&
        (when.enhanced === undefined || when.enhanced.test(enhanced)) &&
        (when.says === undefined || when.says.test(answer)),
    ) ?? []
  return { ...explanation, failure: classOf(explanation.failure, failed) }
}

function classOf(failure: Failure, { reply, step }: FailedHandover): Failure {
  if (reply !== undefined && reply < 500) return 'busy'
  // Until the server knows the recipient, nothing that it says can be about the recipient.
  return failure === 'refused' && !isAfterRecipient(step) ? 'setup' : failure
}

function isOneOf<T>(allowed: T | readonly T[] | undefined, value: T | undefined): boolean {
  if (allowed === undefined) return true
  return Array.isArray(allowed) ? allowed.includes(value) : allowed === value
}

/** Strangers choose addresses, and a server repeats them: no word in an address may decide what an answer means. */
export function withoutAddresses(answer: string): string {
  return answer.replace(/[^\s<>()[\]",;:=]+@[^\s<>()[\]",;:]+/g, '***')
}

/** Servers write it behind the reply code, some with a `#`, and qmail at the end in parentheses. */
function enhancedCode(answer: string): string {
  const code = String.raw`([245]\.\d{1,3}\.\d{1,3})(?![.\d])`
  const found = new RegExp(String.raw`^\d{3}[ -]+#?${code}|#${code}`).exec(answer)
  return found?.[1] ?? found?.[2] ?? ''
}
