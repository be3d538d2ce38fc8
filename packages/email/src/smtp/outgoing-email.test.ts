import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { branding, recovery } from '../testing/messages.ts'
import { outgoingMail } from './outgoing-email.ts'
import { writeMail } from './write-mail.ts'

test.each([
  'ada@example.test,eve@evil.test',
  'ada@example.test <eve@evil.test>',
  '"ada"@example.test',
  'ada@example.test\r\nBcc: eve@evil.test',
])('%j is no address that anybody would have to parse', (to) => {
  const from = { name: 'Latchkey', address: 'hello@mail.example.test' }
  const mail = outgoingMail({ ...recovery, to }, { from, branding, host: 'mail.example.test' })
  expect(() => writeMail(mail)).toThrow('not plain')
})

test.each([
  ['Latchkey, Inc. <x@evil.test>', '"Latchkey, Inc. <x@evil.test>" <hello@mail.example.test>'],
  ['Say "hi" \\', '"Say \\"hi\\" \\\\" <hello@mail.example.test>'],
  ['Latchkey\r\nBcc: eve@evil.test', '"Latchkey Bcc: eve@evil.test" <hello@mail.example.test>'],
  ['Schlüssel', '=?UTF-8?Q?Schl=C3=BCssel?= <hello@mail.example.test>'],
])('a sender called %j stays one sender', (name, header) => {
  const from = { name, address: 'hello@mail.example.test' }
  const writer = { from, branding, host: 'mail.example.test' }
  const raw = writeMail(outgoingMail(recovery, writer)).toString()
  expect(raw.split('\r\n').filter((line) => /^(?:from|bcc):/i.test(line))).toEqual([
    `From: ${header}`,
  ])
})

test('what is written is read as it was meant, in every language', async () => {
  const from = { name: 'Schlüssel', address: 'hello@mail.example.test' }
  const long =
    'Passwort zurücksetzen — und noch viel mehr Wörter, als in eine Zeile gehen können 鍵'
  const text = `.\n..\nGrüße  \n${'x'.repeat(2_000)}\n=3D =_ --\nمفتاح\n`
  const mail = {
    ...outgoingMail(recovery, { from, branding, host: 'mail.example.test' }),
    subject: long,
    text,
    html: `<p>${text}</p>`,
  }
  const raw = writeMail(mail)
  for (const line of raw.toString().split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
  const read = await PostalMime.parse(raw)
  expect(read.subject).toBe(long)
  expect(read.from).toMatchObject(from)
  expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(text.trimEnd())
  expect(read.html?.replaceAll('\r\n', '\n').trimEnd()).toBe(`<p>${text}</p>`)
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
