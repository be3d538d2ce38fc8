import { expect, test } from 'vitest'
import { handoverFailure } from './handover-failure.ts'

function failed(fields: Record<string, unknown>) {
  return handoverFailure(Object.assign(new Error('went wrong'), fields), [])
}

test.each([
  ['MAIL FROM', 550, 'setup', 'refused the sender'],
  ['MAIL FROM', 451, 'busy', 'refused the sender'],
  ['MAIL FROM', 530, 'setup', 'refused the sender'],
  ['RCPT TO', 550, 'refused', 'refused the recipient'],
  ['RCPT TO', 450, 'busy', 'refused the recipient'],
  ['RCPT TO', 503, 'busy', 'refused the recipient'],
  ['RCPT TO', 530, 'setup', 'refused the recipient'],
  ['DATA', 552, 'refused', 'refused the message'],
  ['DATA', 451, 'busy', 'refused the message'],
  ['EHLO', 554, 'unreachable', 'could not be handed over'],
  ['EHLO', 421, 'busy', 'could not be handed over'],
] as const)('at %s, %i means %s', (command, responseCode, expected, sentence) => {
  const { failure, message } = failed({ command, responseCode, response: `${responseCode} no` })
  expect(failure).toBe(expected)
  expect(message).toContain(sentence)
  expect(message).toContain(`${responseCode} no`)
})

test.each([
  ['setup', { code: 'EAUTH', responseCode: 535 }],
  ['busy', { code: 'EAUTH', responseCode: 454 }],
  ['setup', { code: 'EAUTH', command: 'API' }],
  ['setup', { code: 'ETLS', command: 'STARTTLS', responseCode: 502 }],
  ['busy', { code: 'ETLS', command: 'STARTTLS', responseCode: 454 }],
  ['setup', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }],
  ['setup', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
  ['unreachable', { code: 'ETLS', command: 'CONN' }],
  ['unreachable', { code: 'ETIMEDOUT', timeoutType: 'UPGRADE_TIMEOUT' }],
  ['unreachable', { code: 'EDNS' }],
  ['unreachable', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }],
  ['unreachable', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }],
  ['unreachable', { code: 'ECONNECTION' }],
  ['unclear', { code: 'ECONNECTION', bodyBegan: true }],
  ['unclear', { code: 'ETIMEDOUT', bodyBegan: true }],
  ['refused', { command: 'DATA', responseCode: 554, bodyBegan: true }],
  ['unmailable', { code: 'EENVELOPE' }],
])('is %s: %j', (expected, fields) => {
  expect(failed(fields).failure).toBe(expected)
})

test('an unknown error is worth another try', () => {
  expect(handoverFailure('broken', [])).toMatchObject({
    failure: 'unreachable',
    message: 'The email could not be handed over: broken',
  })
})

test('the sentence repeats neither recipient nor secret, and stays on one line', () => {
  const response = '550-5.1.1 <ada@example.test>\r\n550 token=abc123 forbidden'
  const error = Object.assign(new Error('no'), { command: 'RCPT TO', responseCode: 550, response })
  const failure = handoverFailure(error, ['abc123'])
  expect(failure.message).toBe(
    'The mail server refused the recipient: 550-5.1.1 <***@example.test> 550 token=*** forbidden',
  )
  expect(failure.cause).toBeUndefined()
})
