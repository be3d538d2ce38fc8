import type { NodemailerError } from 'nodemailer'
import { TokenFailed } from './oauth-token.ts'

/** The step of a hand-over that failed, in their order. */
export type Step =
  | 'look-up'
  | 'connect'
  | 'greeting'
  | 'encryption'
  | 'token'
  | 'sign-in'
  | 'sender'
  | 'recipient'
  | 'message'
  | 'unknown'

const byCommand: Record<string, Step> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'message',
}

const byTimeout = {
  CONNECT_TIMEOUT: 'connect',
  GREETING_TIMEOUT: 'greeting',
  UPGRADE_TIMEOUT: 'encryption',
  SOCKET_TIMEOUT: 'unknown',
} as const satisfies Record<string, Step>

const byCode: Record<string, Step> = {
  EAUTH: 'sign-in',
  EDNS: 'look-up',
  ETLS: 'encryption',
  EPROTOCOL: 'greeting',
}

const unreachable = /ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL/
// TLS errors have no code in common, and the library reports certificate errors as plain socket errors.
const aboutTls =
  /certificate|altnames|\bCERT_|_CERT|\b(?:tls|ssl)\b|ERR_(?:TLS|SSL)|EPROTO\b|wrong version number/i

// Waiting does not fix a certificate, but it may fix a connection that broke during the handshake.
const tlsSettings =
  /certificate|altnames|CERT_|_CERT|self.signed|unsupported protocol|wrong version/i

/** Whether the settings of one side are wrong: the certificate, its authority, or the protocol. */
export function isTlsSetup(error: NodemailerError): boolean {
  return tlsSettings.test(`${error.originalCode ?? ''} ${error.message}`)
}

export function failedStep(error: NodemailerError): Step {
  if (error instanceof TokenFailed) return 'token'
  const answered = error.responseCode ? byCommand[error.command ?? ''] : undefined
  if (answered) return answered
  if (error.timeoutType) return byTimeout[error.timeoutType]
  const known = byCode[error.code ?? '']
  if (known) return known
  const said = `${error.originalCode ?? ''} ${error.message}`
  if (aboutTls.test(said)) return 'encryption'
  if (unreachable.test(said)) return 'connect'
  if (error.command === 'CONN' && error.responseCode) return 'greeting'
  return 'unknown'
}
