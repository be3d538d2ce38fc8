import { type Failure, HandoverFailed } from '@latchkey/core'
import { oneLine } from '../render/words.ts'
import type { Explanation, FailedHandover } from './answers/answer.ts'
import { explainAnswer } from './answers/known-answers.ts'
import { failedStep } from './failed-step.ts'
import { TokenFailed } from './oauth-token.ts'
import { quote } from './quote.ts'
import type { SmtpError } from './smtp-error.ts'
import { isAfterRecipient, type Step } from './step.ts'

/** What failed, in words: by the step, or else by the library's code. */
const sentences: Partial<Record<Step, string>> = {
  ehlo: 'The mail server refused our name in EHLO',
  token: 'No access token for the mail server',
  'sign-in': 'The mail server did not let us sign in',
  sender: 'The mail server refused the sender',
  recipient: 'The mail server refused the recipient',
  message: 'The mail server refused the message',
}
const troubles: Record<string, string> = {
  ECONNECTION: 'The mail server closed the connection',
  EDNS: 'The name of the mail server could not be resolved',
  EENVELOPE: 'The email could not be addressed',
  EPROTOCOL: 'The mail server gave an unexpected answer',
  ESOCKET: 'The mail server could not be reached',
  ETIMEDOUT: 'The mail server did not answer in time',
  ETLS: 'No secure connection to the mail server',
}

/** What happened to a conversation that had begun. */
const broken: Record<string, string> = {
  ...troubles,
  ESOCKET: 'The connection to the mail server broke',
}

/** No `cause` is kept: the library's error repeats the recipient in several of its fields. */
export function handoverFailure(
  thrown: unknown,
  {
    secrets,
    ...by
  }: Pick<FailedHandover, 'host' | 'port' | 'auth'> & { secrets: readonly string[] },
): HandoverFailed {
  if (thrown instanceof HandoverFailed) return thrown
  const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
  const { step, explanation } = explainFailure(error, by)
  const silent =
    error.silentStep && `${broken[error.code ?? ''] ?? 'It broke off'}, at the step "${step}"`
  const what =
    silent ?? sentences[step] ?? troubles[error.code ?? ''] ?? 'The email could not be handed over'
  const said = quote(error.response ?? error.message, secrets)
  const concerns = isAfterRecipient(step) ? 'recipient' : 'everyone'
  return new HandoverFailed(explanation.failure, `${what}: ${said}`, { concerns })
}

/** What failed at which step, and what that means, for the queue and for `latchkey mail test` alike. */
export function explainFailure(
  error: SmtpError,
  by: Pick<FailedHandover, 'host' | 'port' | 'auth'>,
): { step: Step; explanation: Explanation } {
  const step = failedStep(error)
  const { responseCode: reply, signInSkipped = false } = error
  const answer = oneLine(error.response ?? `${error.message} ${error.originalCode ?? ''}`.trim())
  const explanation = explainAnswer({ ...by, step, reply, answer, signInSkipped })
  return { step, explanation: { ...explanation, failure: failureOf(error, explanation) } }
}

function failureOf(error: SmtpError, { failure }: Explanation): Failure {
  if (error instanceof TokenFailed) return error.failure
  if (error.responseCode !== undefined) return failure
  if (error.bodyBegan) return 'unclear'
  // Of a handshake that fails, the error says whose fault it is.
  if (error.silentStep && error.silentStep !== 'encryption') return 'unreachable'
  return error.code === 'EENVELOPE' || error.code === 'EMESSAGE' ? 'unmailable' : failure
}
