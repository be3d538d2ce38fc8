import type { NodemailerError } from 'nodemailer'

/** How far a mail came, in the order of a hand-over. */
export type Step =
  | 'look-up'
  | 'connect'
  | 'greeting'
  | 'encryption'
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
// What TLS says has no code in common, and its certificate errors are plain socket errors to the library.
const aboutTls =
  /certificate|altnames|\bCERT_|_CERT|\b(?:tls|ssl)\b|ERR_(?:TLS|SSL)|EPROTO\b|wrong version number/i

// A certificate does not get better by waiting; a connection that broke off in the middle of a handshake may.
const ofOurMaking =
  /certificate|altnames|CERT_|_CERT|self.signed|unsupported protocol|wrong version/i

/** Whether somebody has to mend it: the certificate, its authority, or the way we connect. */
export function isOurTls(error: NodemailerError): boolean {
  return ofOurMaking.test(`${error.originalCode ?? ''} ${error.message}`)
}

export function failedStep(error: NodemailerError): Step {
  const judged = error.responseCode ? byCommand[error.command ?? ''] : undefined
  if (judged) return judged
  if (error.timeoutType) return byTimeout[error.timeoutType]
  const known = byCode[error.code ?? '']
  if (known) return known
  const said = `${error.originalCode ?? ''} ${error.message}`
  if (aboutTls.test(said)) return 'encryption'
  if (unreachable.test(said)) return 'connect'
  if (error.command === 'CONN' && error.responseCode) return 'greeting'
  return 'unknown'
}
