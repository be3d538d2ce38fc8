import { buffer } from 'node:stream/consumers'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { from } from '../testing/mailer.ts'
import { branding, recovery } from '../testing/messages.ts'
import { type OutgoingEmail, outgoingEmail, type Sender } from './outgoing-email.ts'

function written(sender: Sender, more: Partial<OutgoingEmail> = {}): OutgoingEmail {
  return {
    ...outgoingEmail(recovery, { from: sender, branding, host: 'mail.example.test' }),
    ...more,
  }
}

/** The bytes that the library makes of an email. */
async function composed(email: OutgoingEmail): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, newline: 'windows' })
  const { message } = await transport.sendMail(email)
  return Buffer.isBuffer(message) ? message : buffer(message)
}

function fields(raw: Buffer, name: RegExp): string[] {
  const [head = ''] = raw.toString().split('\r\n\r\n')
  return head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter((line) => name.test(line))
}

test.each([
  'ada@example.test,eve@evil.test',
  'ada@example.test <eve@evil.test>',
  '"ada"@example.test',
  'ada@example.test\r\nBcc: eve@evil.test',
])('%j is refused: it could be read as more than one address', (to) => {
  const writer = { from, branding, host: 'mail.example.test' }
  expect(() => outgoingEmail({ ...recovery, to }, writer)).toThrow(
    expect.objectContaining({ failure: 'unmailable' }),
  )
})

test.each([
  ['Latchkey, Inc. <x@evil.test>', '"Latchkey, Inc. <x@evil.test>" <hello@mail.example.test>'],
  ['Say "hi" \\', '"Say \\"hi\\" \\\\" <hello@mail.example.test>'],
  ['Latchkey\r\nBcc: eve@evil.test', '"Latchkey Bcc: eve@evil.test" <hello@mail.example.test>'],
  ['Schlüssel', '=?UTF-8?Q?Schl=C3=BCssel?= <hello@mail.example.test>'],
])('a sender called %j stays one sender', async (name, header) => {
  const email = written({ ...from, name })
  const raw = await composed(email)
  expect(fields(raw, /^(?:from|bcc):/i)).toEqual([`From: ${header}`])
  const read = await PostalMime.parse(raw)
  expect(read.from).toMatchObject({ name: email.from.name, address: from.address })
})

test('the recipient is one address, in the header and for the mail server', async () => {
  const email = written(from)
  expect(email.envelope).toMatchObject({ from, to: { address: 'ada@example.test' } })
  const read = await PostalMime.parse(await composed(email))
  expect(read.to).toMatchObject([{ address: 'ada@example.test' }])
  expect([read.cc, read.bcc]).toEqual([undefined, undefined])
})

test('what is written is read back unchanged, in every script', async () => {
  const long =
    'Passwort zurücksetzen — und noch viel mehr Wörter, als in eine Zeile gehen können 鍵'
  const text = `.\n..\nGrüße  \n${'x'.repeat(2_000)}\n=3D =_ --\nمفتاح\n`
  const sender = { ...from, name: 'Schlüssel' }
  const raw = await composed(written(sender, { subject: long, text, html: `<p>${text}</p>` }))
  for (const line of raw.toString().split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
  const read = await PostalMime.parse(raw)
  expect(read.subject).toBe(long)
  expect(read.from).toMatchObject(sender)
  expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(text.trimEnd())
  expect(read.html?.replaceAll('\r\n', '\n').trimEnd()).toBe(`<p>${text}</p>`)
})

test.each([
  ['smtp.sendgrid.net', 'X-SMTPAPI', /"clicktrack":\{"settings":\{"enable":0\}\}/],
  ['smtp.eu.mailgun.org', 'X-Mailgun-Track', /no/],
  ['smtp.postmarkapp.com', 'X-PM-TrackLinks', /None/],
])('%s is told to leave the links alone', async (host, header, said) => {
  const email = outgoingEmail(recovery, { from, branding, host })
  const field = fields(await composed(email), new RegExp(`^${header}:`, 'i'))
  expect(field).toEqual([expect.stringMatching(said)])
  const elsewhere = { from, branding, host: `${host}.example.test` }
  expect(outgoingEmail(recovery, elsewhere).headers).not.toHaveProperty(header)
})

test('replies go to the address of MAIL_REPLY_TO', async () => {
  const writer = { from, branding, host: 'mail.example.test', replyTo: 'help@example.test' }
  const read = await PostalMime.parse(await composed(outgoingEmail(recovery, writer)))
  expect(read.replyTo).toMatchObject([{ address: 'help@example.test' }])
})
