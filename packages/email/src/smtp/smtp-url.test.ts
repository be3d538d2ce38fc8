import { expect, test } from 'vitest'
import { parseSmtpUrl } from './smtp-url.ts'

test.each([
  ['smtp://mail.example.test', { host: 'mail.example.test', port: 587, secure: false }],
  ['smtps://mail.example.test/', { host: 'mail.example.test', port: 465, secure: true }],
  ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, secure: false }],
  ['smtp://[::1]:25', { host: '::1', port: 25, secure: false }],
])('%s is a mail server', (url, server) => {
  expect(parseSmtpUrl(url)).toEqual({ ok: true, ...server })
})

test('credentials are percent-decoded', () => {
  expect(parseSmtpUrl('smtps://ada%40example.test:p%3A%2F%23ss@mail.example.test')).toMatchObject({
    auth: { user: 'ada@example.test', pass: 'p:/#ss' },
  })
})

test.each([
  ['mail.example.test', 'is not a URL'],
  ['http://mail.example.test', 'smtp:// or smtps://'],
  ['smtp://', 'names no host'],
  ['smtp:///nowhere', 'names no host'],
  ['smtp://mail%20server', 'not a host name'],
  ['smtp://mail.example.test:0', 'port 0'],
  ['smtp://mail.example.test:465', 'needs smtps://'],
  ['smtp://mail.example.test?ignoreTLS=true', 'options'],
  ['smtps://mail.example.test/?tls.rejectUnauthorized=false', 'options'],
  ['smtp://mail.example.test#x', 'options'],
  ['smtp://mail.example.test/path', 'options'],
  ['smtp://mail.example.test\n', 'control character'],
  ['smtp://ada@mail.example.test', 'both a user name and a password'],
  ['smtp://:hunter2@mail.example.test', 'both a user name and a password'],
  ['smtp://ada:hunter2%00@mail.example.test', 'both a user name and a password'],
  ['smtp://ada:hunter2%@mail.example.test', 'both a user name and a password'],
  ['smtp://ada:hunter2#@mail.example.test', 'percent-encoded'],
])('%j is refused, and the reason does not repeat the password', (url, reason) => {
  const parsed = parseSmtpUrl(url)
  expect(parsed).toEqual({ ok: false, reason: expect.stringContaining(reason) })
  expect(JSON.stringify(parsed)).not.toContain('hunter2')
})
