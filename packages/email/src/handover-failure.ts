import { HandoverFailed } from '@latchkey/core'
import type { NodemailerError } from 'nodemailer'
import { quote } from './quote.ts'

/** Steps at which a server judges this one mail; a permanent no here is about the mail, not about us. */
const refusals: Record<string, string> = {
  'MAIL FROM': 'The mail server refused the sender',
  'RCPT TO': 'The mail server refused the recipient',
  DATA: 'The mail server refused the message',
}

/** Everything else is trouble between us and the server, and may pass. */
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

// Permanent by their first digit, yet they speak of our session or credentials: an operator can mend them.
const mendable: readonly number[] = [503, 530, 534, 535, 538]

/** No `cause` is kept: the library's error repeats the recipient in several of its fields. */
export function handoverFailure(thrown: unknown, secrets: readonly string[]): HandoverFailed {
  const error: NodemailerError = thrown instanceof Error ? thrown : new Error(String(thrown))
  const refusal = error.responseCode ? refusals[error.command ?? ''] : undefined
  const what = refusal ?? troubles[error.code ?? ''] ?? 'The mail could not be handed over'
  const answer = `${what}: ${quote(error.response ?? error.message, secrets)}`
  return new HandoverFailed(refusal && isFinal(error) ? 'never' : 'again', answer)
}

function isFinal({ responseCode = 0 }: NodemailerError): boolean {
  return responseCode >= 500 && responseCode <= 599 && !mendable.includes(responseCode)
}
