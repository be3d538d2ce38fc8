import { type Failure, HandoverFailed } from '@latchkey/core'
import { failedStep, isOurTls, type Step } from './failed-step.ts'
import { quote } from './quote.ts'
import type { SmtpError } from './smtp-connections.ts'

/** What failed, in words; by the library's code where the step alone does not say it. */
const sentences: Partial<Record<Step, string>> = {
  sender: 'The mail server refused the sender',
  recipient: 'The mail server refused the recipient',
  message: 'The mail server refused the message',
}
const troubles: Record<string, string> = {
  EAUTH: 'The mail server did not accept the user name and password',
  ECONNECTION: 'The mail server closed the connection',
  EDNS: 'The name of the mail server could not be resolved',
  EENVELOPE: 'The mail could not be addressed',
  EPROTOCOL: 'The mail server gave an unexpected answer',
  ESOCKET: 'The mail server could not be reached',
  ETIMEDOUT: 'The mail server did not answer in time',
  ETLS: 'No secure connection to the mail server',
}

/** No `cause` is kept: the library's error repeats the recipient in several of its fields. */
export function handoverFailure(thrown: unknown, secrets: readonly string[]): HandoverFailed {
  const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
  const step = failedStep(error)
  const what = sentences[step] ?? troubles[error.code ?? ''] ?? 'The mail could not be handed over'
  const answer = `${what}: ${quote(error.response ?? error.message, secrets)}`
  return new HandoverFailed(failureOf(error, step), answer)
}

// They speak of our session or credentials, at whatever step they come.
const aboutUs: readonly number[] = [530, 534, 535, 538]

/** A permanent no at these steps, by what it is about. Elsewhere it is the server's own trouble, and may pass. */
const permanent: Partial<Record<Step, Failure>> = {
  'sign-in': 'setup',
  encryption: 'setup',
  sender: 'setup',
  recipient: 'refused',
  message: 'refused',
}

// "Bad sequence of commands" is about the conversation, not about the mail.
const BAD_SEQUENCE = 503

function failureOf(error: SmtpError, step: Step): Failure {
  const { responseCode: reply } = error
  if (reply === undefined) return failureWithoutReply(error, step)
  if (reply < 500) return 'busy'
  if (aboutUs.includes(reply)) return 'setup'
  if (reply === BAD_SEQUENCE) return 'busy'
  return permanent[step] ?? 'unreachable'
}

function failureWithoutReply(error: SmtpError, step: Step): Failure {
  if (error.bodyBegan) return 'unclear'
  if (step === 'sign-in' || (step === 'encryption' && isOurTls(error))) return 'setup'
  return error.code === 'EENVELOPE' || error.code === 'EMESSAGE' ? 'unmailable' : 'unreachable'
}
