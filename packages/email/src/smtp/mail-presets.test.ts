import { expect, test } from 'vitest'
import { connectionOptions, defaultTimeouts } from './connection-options.ts'
import { isNotAtGoogle, presetSmtpUrl } from './mail-presets.ts'
import { parseSmtpUrl } from './smtp-url.ts'

function serverOf(url: string) {
  const server = parseSmtpUrl(url)
  if (!server.ok) throw new Error(server.reason)
  return server
}

function optionsOf(url: string) {
  return connectionOptions(serverOf(url), defaultTimeouts)
}

test('Gmail uses TLS from the start, with a trusted certificate', () => {
  const url = presetSmtpUrl('gmail', 'ada@gmail.com', 'abcdefghijklmnop')
  expect(url).toBe('smtps://ada%40gmail.com:abcdefghijklmnop@smtp.gmail.com:465')
  expect(serverOf(url)).toMatchObject({ host: 'smtp.gmail.com', port: 465, secure: true })
  expect(optionsOf(url)).toMatchObject({ secure: true, tls: { rejectUnauthorized: true } })
})

test('Brevo must be upgraded to TLS, with a trusted certificate', () => {
  const url = presetSmtpUrl('brevo', 'ada@example.test', 'xsmtpsib-1-a')
  expect(url).toBe('smtp://ada%40example.test:xsmtpsib-1-a@smtp-relay.brevo.com:587')
  expect(serverOf(url)).toMatchObject({ host: 'smtp-relay.brevo.com', port: 587, secure: false })
  const options = optionsOf(url)
  expect(options).toMatchObject({ requireTLS: true, tls: { rejectUnauthorized: true } })
  expect(options).not.toHaveProperty('opportunisticTLS')
})

test('no character of a user name or password is lost, or ends the URL early', () => {
  const auth = { user: 'ada+reset@example.test', pass: 'p@ss/w:rd?#%25é &+' }
  expect(serverOf(presetSmtpUrl('brevo', auth.user, auth.pass)).auth).toEqual(auth)
})

test.each([
  ['ada@gmail.com', false],
  ['ada@googlemail.com', false],
  ['ada@company.example', false],
  ['gmail@company.example', false],
  ['ada@outlook.com', true],
  ['gmail.com@yahoo.com', true],
])('%s is known to be at another service than Google: %s', (address, elsewhere) => {
  expect(isNotAtGoogle(address)).toBe(elsewhere)
})
