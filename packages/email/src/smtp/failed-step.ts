import { TokenFailed } from './oauth-token.ts'
import type { SmtpError } from './smtp-error.ts'
import type { Step } from './step.ts'

const byCommand: Record<string, Step> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'message',
}

const byTimeout = {
  CONNECT_TIMEOUT: 'connect',
  GREETING_TIMEOUT: 'greeting',
  UPGRADE_TIMEOUT: 'encryption',
} as const satisfies Record<string, Step>

const byCode: Record<string, Step> = {
  EAUTH: 'sign-in',
  EDNS: 'look-up',
  ETLS: 'encryption',
  EPROTOCOL: 'greeting',
}

const unreachable =
  /ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL/
// TLS errors have no code in common, and the library reports certificate errors as plain socket errors.
const aboutTls =
  /certificate|altnames|\bCERT_|_CERT|\b(?:tls|ssl)\b|ERR_(?:TLS|SSL)|EPROTO\b|wrong version number/i

export function failedStep(error: SmtpError): Step {
  if (error instanceof TokenFailed) return 'token'
  const answered = error.responseCode ? byCommand[error.command ?? ''] : undefined
  if (answered) return answered
  if (error.timeoutType === 'SOCKET_TIMEOUT') return error.silentStep ?? 'unknown'
  if (error.timeoutType) return byTimeout[error.timeoutType]
  if (error.code === 'ETIMEDOUT') return error.silentStep ?? 'unknown'
  const known = byCode[error.code ?? '']
  if (known) return known
  const said = `${error.originalCode ?? ''} ${error.message}`
  if (aboutTls.test(said)) return 'encryption'
  if (error.silentStep) return error.silentStep
  if (unreachable.test(said)) return 'connect'
  // The library says so when 421 answers the recipient, and all other replies came before.
  if (error.responseCode === 421 && said.includes('Server closed the connection'))
    return 'recipient'
  if (error.command === 'CONN' && error.responseCode) return 'greeting'
  return 'unknown'
}
