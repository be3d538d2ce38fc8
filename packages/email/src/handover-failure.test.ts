import { expect, test } from 'vitest'
import { handoverFailure } from './handover-failure.ts'

function failed(fields: Record<string, unknown>) {
  return handoverFailure(Object.assign(new Error('went wrong'), fields), [])
}

test.each([
  ['MAIL FROM', 550, 'never', 'refused the sender'],
  ['RCPT TO', 550, 'never', 'refused the recipient'],
  ['DATA', 554, 'never', 'refused the message'],
  ['RCPT TO', 450, 'again', 'refused the recipient'],
  ['DATA', 451, 'again', 'refused the message'],
  ['MAIL FROM', 530, 'again', 'refused the sender'],
  ['RCPT TO', 503, 'again', 'refused the recipient'],
  ['EHLO', 554, 'again', 'could not be handed over'],
] as const)('at %s, %i means %s', (command, responseCode, retry, sentence) => {
  const failure = failed({ command, responseCode, response: `${responseCode} no` })
  expect(failure.retry).toBe(retry)
  expect(failure.message).toContain(sentence)
  expect(failure.message).toContain(`${responseCode} no`)
})

test.each([
  ['EAUTH', 535],
  ['ECONNECTION', 554],
  ['EDNS', undefined],
  ['ESOCKET', undefined],
  ['ETIMEDOUT', undefined],
  ['ETLS', 554],
  ['EENVELOPE', undefined],
])('%s is worth another try', (code, responseCode) => {
  expect(failed({ code, responseCode, command: 'CONN' }).retry).toBe('again')
})

test('something nobody expected is worth another try', () => {
  expect(handoverFailure('broken', [])).toMatchObject({
    retry: 'again',
    message: 'The mail could not be handed over: broken',
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
