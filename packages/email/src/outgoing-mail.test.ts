import { expect, test } from 'vitest'
import { outgoingMail } from './outgoing-mail.ts'
import { branding, recovery } from './testing/messages.ts'

test('no address is left for a parser to read', () => {
  const to = 'ada@example.test,eve@evil.test'
  const from = { name: 'Latchkey, Inc. <x@evil.test>', address: 'hello@mail.example.test' }
  const mail = outgoingMail({ ...recovery, to }, { from, branding, host: 'mail.example.test' })
  expect(mail.from).toEqual(from)
  expect(mail.to).toEqual({ name: '', address: to })
  expect(mail.envelope).toEqual({
    from: { name: '', address: from.address },
    to: [{ name: '', address: to }],
  })
})

test.each([
  ['smtp.sendgrid.net', 'X-SMTPAPI'],
  ['smtp.eu.mailgun.org', 'X-Mailgun-Track'],
  ['smtp.postmarkapp.com', 'X-PM-TrackLinks'],
])('%s is told to leave the links alone', (host, header) => {
  const from = { name: 'Latchkey', address: 'hello@mail.example.test' }
  expect(outgoingMail(recovery, { from, branding, host }).headers).toHaveProperty(header)
  const elsewhere = { from, branding, host: `${host}.example.test` }
  expect(outgoingMail(recovery, elsewhere).headers).not.toHaveProperty(header)
})

test('answers go where somebody reads them', () => {
  const from = { name: 'Latchkey', address: 'hello@mail.example.test' }
  const writer = { from, branding, host: 'mail.example.test', replyTo: 'help@example.test' }
  expect(outgoingMail(recovery, writer).replyTo).toEqual({ name: '', address: 'help@example.test' })
})
