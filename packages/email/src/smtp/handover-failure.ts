import { type Failure, HandoverFailed } from '@latchkey/core'
import { failedStep, isTlsSetup, type Step } from './failed-step.ts'
import { TokenFailed } from './oauth-token.ts'
import { quote } from './quote.ts'
import type { SmtpError } from './transport.ts'

/** What failed, in words: by the step, or else by the library's code. */
const sentences: Partial<Record<Step, string>> = {
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

/** No `cause` is kept: the library's error repeats the recipient in several of its fields. */
export function handoverFailure(thrown: unknown, secrets: readonly string[]): HandoverFailed {
  if (thrown instanceof HandoverFailed) return thrown
  const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
  const step = failedStep(error)
  const what = sentences[step] ?? troubles[error.code ?? ''] ?? 'The email could not be handed over'
  const answer = `${what}: ${quote(error.response ?? error.message, secrets)}`
  return new HandoverFailed(failureOf(error, step), answer)
}

// Replies about the session or the credentials, at any step.
const aboutUs: readonly number[] = [530, 534, 535, 538]

/** What a permanent refusal at a step means. At other steps it is a fault of the server, and may pass. */
const permanent: Partial<Record<Step, Failure>> = {
  'sign-in': 'setup',
  encryption: 'setup',
  sender: 'setup',
  recipient: 'refused',
  message: 'refused',
}

// "Bad sequence of commands" is about the conversation, not about the email.
const BAD_SEQUENCE = 503

function failureOf(error: SmtpError, step: Step): Failure {
  if (error instanceof TokenFailed) return error.failure
  const { responseCode: reply } = error
  if (reply === undefined) return failureWithoutReply(error, step)
  if (reply < 500) return 'busy'
  if (aboutUs.includes(reply)) return 'setup'
  if (reply === BAD_SEQUENCE) return 'busy'
  return permanent[step] ?? 'unreachable'
}

function failureWithoutReply(error: SmtpError, step: Step): Failure {
  if (error.bodyBegan) return 'unclear'
  if (step === 'sign-in' || (step === 'encryption' && isTlsSetup(error))) return 'setup'
  return error.code === 'EENVELOPE' || error.code === 'EMESSAGE' ? 'unmailable' : 'unreachable'
}
