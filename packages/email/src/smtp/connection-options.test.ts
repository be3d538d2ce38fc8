import { expect, test } from 'vitest'
import { connectionOptions, defaultTimeouts } from './connection-options.ts'
import { parseSmtpUrl } from './smtp-url.ts'

function optionsFor(url: string) {
  const server = parseSmtpUrl(url)
  if (!server.ok) throw new Error(server.reason)
  return connectionOptions(server, defaultTimeouts)
}

test.each(['smtp://mail.example.test', 'smtp://10.0.0.7:25', 'smtp://localhost.example.test'])(
  '%s must be upgraded to TLS with a valid certificate',
  (url) => {
    const options = optionsFor(url)
    expect(options).toMatchObject({ secure: false, requireTLS: true })
    expect(options.tls).toMatchObject({ rejectUnauthorized: true })
    expect(options).not.toHaveProperty('opportunisticTLS')
    expect(options).not.toHaveProperty('ignoreTLS')
  },
)

test.each([
  ['smtps://mail.example.test', true],
  ['smtps://localhost.example.test', true],
  ['smtps://localhost', false],
  ['smtps://127.0.0.1', false],
])('%s speaks TLS from the start, with a valid certificate: %s', (url, rejectUnauthorized) => {
  const options = optionsFor(url)
  expect(options).toMatchObject({ secure: true, port: 465, tls: { rejectUnauthorized } })
  expect(options).not.toHaveProperty('opportunisticTLS')
})

test.each([
  'smtp://localhost:1025',
  'smtp://127.8.9.1:1025',
  'smtp://[::1]:1025',
  'smtp://mail.localhost:1025',
])('%s may stay unencrypted: it never leaves the machine', (url) => {
  const options = optionsFor(url)
  expect(options).toMatchObject({ opportunisticTLS: true, tls: { rejectUnauthorized: false } })
  expect(options).not.toHaveProperty('requireTLS')
})

test('every wait has a timeout', () => {
  expect(optionsFor('smtp://u:p@mail.example.test')).toMatchObject({
    connectionTimeout: 25_000,
    dnsTimeout: 10_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
  })
})
