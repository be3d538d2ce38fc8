import { expect, test } from 'vitest'
import { handoverFailure } from './handover-failure.ts'

const by = { host: 'mail.example.com', port: 587, auth: 'password', secrets: [] } as const

function failed({ message = 'went wrong', ...fields }: Record<string, unknown>) {
  return handoverFailure(Object.assign(new Error(String(message)), fields), by)
}

test.each([
  ['MAIL FROM', 550, 'setup', 'refused the sender'],
  ['MAIL FROM', 451, 'busy', 'refused the sender'],
  ['MAIL FROM', 530, 'setup', 'refused the sender'],
  ['RCPT TO', 550, 'refused', 'refused the recipient'],
  ['RCPT TO', 450, 'busy', 'refused the recipient'],
  ['RCPT TO', 503, 'busy', 'refused the recipient'],
  ['RCPT TO', 530, 'setup', 'refused the recipient'],
  ['DATA', 552, 'busy', 'refused the message'],
  ['DATA', 554, 'refused', 'refused the message'],
  ['DATA', 451, 'busy', 'refused the message'],
  ['EHLO', 554, 'setup', 'refused our name in EHLO'],
  ['EHLO', 421, 'busy', 'refused our name in EHLO'],
] as const)('at %s, %i means %s', (command, responseCode, expected, sentence) => {
  const { failure, message } = failed({ command, responseCode, response: `${responseCode} no` })
  expect(failure).toBe(expected)
  expect(message).toContain(sentence)
  expect(message).toContain(`${responseCode} no`)
})

/** As OpenSSL words them. */
function tlsError(reason: string) {
  const originalCode = `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`
  const message = `40A0A9F8:error:0A00018A:SSL routines:tls_process:${reason}:../ssl/statem.c:2225:`
  return { code: 'ESOCKET', command: 'CONN', originalCode, message }
}

function tlsAlert(reason: string, number: number) {
  return tlsError(`ssl/tls alert ${reason}:../ssl/rec_layer_s3.c:916:SSL alert number ${number}`)
}

test.each([
  ['setup', { code: 'EAUTH', responseCode: 535 }],
  ['busy', { code: 'EAUTH', responseCode: 454 }],
  ['setup', { code: 'EAUTH', command: 'API' }],
  ['setup', { code: 'ETLS', command: 'STARTTLS', responseCode: 502 }],
  ['busy', { code: 'ETLS', command: 'STARTTLS', responseCode: 454 }],
  ['setup', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }],
  ['setup', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
  ['setup', tlsAlert('handshake failure', 40)],
  ['setup', tlsAlert('protocol version', 70)],
  ['setup', tlsAlert('certificate required', 116)],
  ['unreachable', tlsAlert('internal error', 80)],
  ['setup', tlsError('dh key too small')],
  ['setup', tlsError('ee key too small')],
  ['setup', tlsError('unsafe legacy renegotiation disabled')],
  ['setup', tlsError('packet length too long')],
  ['setup', tlsError('wrong version number')],
  ['setup', tlsError('unsupported protocol')],
  ['setup', { code: 'ESOCKET', originalCode: 'EE_KEY_TOO_SMALL' }],
  ['unreachable', { code: 'ETLS', command: 'CONN' }],
  ['unreachable', { code: 'ETIMEDOUT', timeoutType: 'UPGRADE_TIMEOUT' }],
  ['unreachable', { code: 'EDNS' }],
  ['unreachable', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }],
  ['unreachable', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }],
  ['unreachable', { code: 'ECONNECTION' }],
  ['unreachable', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT', silentStep: 'sign-in' }],
  ['unreachable', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT', silentStep: 'sender' }],
  ['unreachable', { code: 'ECONNECTION', silentStep: 'recipient' }],
  ['unclear', { code: 'ECONNECTION', bodyBegan: true }],
  ['unclear', { code: 'ETIMEDOUT', bodyBegan: true }],
  ['refused', { command: 'DATA', responseCode: 554, bodyBegan: true }],
  ['unmailable', { code: 'EENVELOPE' }],
])('is %s: %j', (expected, fields) => {
  expect(failed(fields).failure).toBe(expected)
})

test('an unknown error is worth another try', () => {
  expect(handoverFailure('broken', by)).toMatchObject({
    failure: 'unreachable',
    message: 'The email could not be handed over: broken',
  })
})

test('the sentence repeats neither recipient nor secret, and stays on one line', () => {
  const response = '550-5.1.1 <ada@example.test>\r\n550 token=abc123 forbidden'
  const error = Object.assign(new Error('no'), { command: 'RCPT TO', responseCode: 550, response })
  const failure = handoverFailure(error, { ...by, secrets: ['abc123'] })
  expect(failure.message).toBe(
    'The mail server refused the recipient: 550-5.1.1 <***@example.test> 550 token=*** forbidden',
  )
  expect(failure.cause).toBeUndefined()
})
