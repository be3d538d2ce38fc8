import { locales } from '@latchkey/core'
import { languages } from '@latchkey/wording'
import PostalMime from 'postal-mime'
import { afterAll, expect, test } from 'vitest'
import { createSmtpMailer } from '../smtp/smtp-mailer.ts'
import { openMailServer } from '../testing/mail-server.ts'
import { branding } from '../testing/messages.ts'
import { codeLikeNumbers, visibleText } from '../testing/visible-text.ts'
import { sampleMessages } from './samples.ts'

/* What holds for every email in every language, read back from the bytes that a mail server was given. */

const server = await openMailServer({})
afterAll(server.close)
const from = { name: 'Latchkey', address: 'hello@mail.example.test' }
const url = `smtp://127.0.0.1:${server.port}`
const mailer = createSmtpMailer({
  url,
  ehloName: 'reset.example.test',
  maxConnections: 1,
  from,
  branding,
})
afterAll(mailer.close)
const kinds = sampleMessages('en').map(({ kind }) => kind)
const cases = locales.flatMap((locale) => kinds.map((kind) => ({ locale, kind })))

test.each(cases)('$kind $locale arrives whole, in two parts', async ({ locale, kind }) => {
  const message = sampleMessages(locale).find((one) => one.kind === kind) ?? expect.unreachable()
  await mailer.send(message)
  const { raw } = server.received.at(-1) ?? expect.unreachable()
  const { subject, text = '', html = '', headers } = await PostalMime.parse(raw)
  const types = [...raw.matchAll(/^content-type: ([a-z/]+)/gim)].map(([, type]) => type)
  expect(types).toEqual(['multipart/alternative', 'text/plain', 'text/html'])
  expect(Buffer.byteLength(html)).toBeLessThan(30_000)
  expect(html).toContain(`<html lang="${locale}" dir="${languages[locale].direction}">`)
  expect(html).toContain('<meta name="color-scheme" content="light dark">')
  expect(html).toContain('<meta name="supported-color-schemes" content="light dark">')
  expect(html).not.toMatch(/<img|<link|<script|url\(|@import|\ssrc=/i)
  expect(subject).toContain('Latchkey')

  // No slot was left open, and both parts say the same.
  expect(`${subject}${text}${visibleText(html)}`).not.toMatch(
    /[\uE000-\uF8FF]|undefined|\{|\[object/,
  )
  const letters = (part: string) => part.replace(/[^\p{L}]+/gu, '')
  const heading = /<h1[^>]*>([^<]*)/.exec(html)?.[1] ?? expect.unreachable()
  expect(letters(text)).toContain(letters(heading))

  const code = message.kind === 'recovery' ? message.code : undefined
  expect([...new Set(codeLikeNumbers(text))]).toEqual(code ? [code] : [])
  expect(codeLikeNumbers(visibleText(html))).toEqual(code ? [code] : [])
  expect(codeLikeNumbers(subject ?? '')).toEqual([])
  if (code) {
    // Programs fill a code in by this line, whatever the direction of the text above it.
    expect(text.trimEnd().split('\n').at(-1)).toBe(`@reset.example.test #${code}`)
  }
  // Spam filters count points for invisible text in the colour of its background, or hidden in a tag.
  expect(/<div class="preview" style="[^"]*"/.exec(html)?.[0]).not.toMatch(/color|display/)
  const names = headers.map(({ key }) => key)
  expect(names.includes('one-time-code')).toBe(code !== undefined)
  for (const name of ['auto-submitted', 'x-auto-response-suppress', 'message-id', 'date']) {
    expect(names).toContain(name)
  }
  for (const name of ['list-unsubscribe', 'precedence']) expect(names).not.toContain(name)
})
