import { expect, onTestFinished, test } from 'vitest'
import { renderMessage } from '../render/render-message.ts'
import { sampleMessages } from '../render/samples.ts'
import { openMailServer, type Received } from '../testing/mail-server.ts'
import { mailerFor } from '../testing/mailer.ts'
import { branding, recovery } from '../testing/messages.ts'

async function arrived(
  message: Parameters<ReturnType<typeof mailerFor>['send']>[0],
  productName = branding.productName,
): Promise<Received> {
  const server = await openMailServer()
  onTestFinished(server.close)
  const look = { ...branding, productName }
  await mailerFor(`smtp://127.0.0.1:${server.port}`, { branding: look }).send(message)
  return server.received[0] ?? expect.unreachable()
}

function encodings({ raw }: Received): string[] {
  return [...raw.matchAll(/^content-transfer-encoding: (\S+)/gim)].map(([, name = '']) => name)
}

test('the link of an English email is in the raw email as it is, once for each part', async () => {
  const email = await arrived(recovery)
  expect(encodings(email)).toEqual(['7bit', '7bit'])
  expect(email.raw.split(recovery.link)).toHaveLength(3)
})

test('every line of such an email may be sent, and no byte of it is more than ASCII', async () => {
  const { raw } = await arrived(recovery)
  expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  expect(raw).toMatch(/^[\r\n\t\x20-\x7e]*$/)
})

test('its HTML says what was written, with references for punctuation', async () => {
  const email = await arrived(recovery)
  const { html } = renderMessage(recovery, branding)
  const read = email.mail.html ?? ''
  expect(read).toContain('<title>Latchkey: reset your password &mdash; ')
  const decoded = read.replaceAll('&mdash;', '—').replaceAll('\r\n', '\n').trimEnd()
  const written = html.replaceAll('\u00a0', '&nbsp;').trimEnd()
  expect(decoded).toBe(written)
})

test.each(['de', 'ja', 'ar'] as const)(
  'letters of %s are encoded by the library',
  async (locale) => {
    const message = sampleMessages(locale).find(({ kind }) => kind === 'recovery')
    const email = await arrived(message ?? expect.unreachable())
    expect(encodings(email)).toEqual(['quoted-printable', 'quoted-printable'])
    expect(email.raw).toMatch(/^[\r\n\t\x20-\x7e]*$/)
  },
)

test('a line that is too long for mail is encoded by the library', async () => {
  const email = await arrived(recovery, 'Latch'.repeat(200))
  expect(encodings(email)).toEqual(['quoted-printable', 'quoted-printable'])
  expect(Math.max(...email.raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  expect(email.mail.html).toContain('Latch'.repeat(200))
})
