import { expect, test } from 'vitest'
import { branding, recovery } from '../../testing/messages.ts'
import { codeLikeNumbers, visibleText } from '../../testing/visible-text.ts'
import { renderMessage } from '../render-message.ts'

const mail = renderMessage(recovery, branding)

test('the subject names the service and the words that the page shows too', () => {
  expect(mail.subject).toBe('Latchkey: reset your password — polite koala')
  expect(visibleText(mail.html)).toContain('shows the same two words: polite koala')
  expect(mail.text).toContain('shows the same two words: polite koala\n')
})

test('the plain text ends with the line for autofill', () => {
  expect(mail.text).toContain('\nYour code: 482915\n')
  expect(mail.text).toContain(`\nChoose a new password:\n\n${recovery.link}\n`)
  expect(mail.text.split('\n').at(-1)).toBe('@reset.example.test #482915')
})

test('by default neither the subject nor the preview holds the code', () => {
  expect(mail.subject).not.toContain(recovery.code)
  expect(visibleText(mail.html).indexOf(recovery.code)).toBeGreaterThan(120)
})

test('the operator can show the code in the preview, or in the subject', () => {
  const preview = renderMessage(recovery, { ...branding, codeVisibility: 'preview' })
  expect(visibleText(preview.html)).toMatch(/^Your code is 482915\./)
  expect(preview.subject).toBe(mail.subject)
  const subject = renderMessage(recovery, { ...branding, codeVisibility: 'subject' })
  expect(subject.subject).toBe('482915 is your Latchkey code — polite koala')
  expect(visibleText(subject.html).indexOf(recovery.code)).toBeGreaterThan(120)
})

test('the code is the only number that looks like one, for any login and device', () => {
  const busy = {
    ...recovery,
    login: 'ada1815@example.test',
    device: 'Build 20261120 of Browser 4711',
  }
  const { text, html } = renderMessage(busy, branding)
  expect(new Set(codeLikeNumbers(text))).toEqual(new Set([recovery.code]))
  expect(codeLikeNumbers(visibleText(html))).toEqual([recovery.code])
  expect(text).toContain('ada18…@example.test')
})

test('even the markup holds no other such number', () => {
  expect(codeLikeNumbers(mail.html)).toEqual([recovery.code])
  const own = renderMessage(recovery, { ...branding, accent: '#123456' })
  expect(codeLikeNumbers(own.html)).toEqual([recovery.code])
})

test('the port of a local installation is not mistaken for a code', () => {
  const local = renderMessage(recovery, { ...branding, publicUrl: 'http://localhost:3000' })
  expect(codeLikeNumbers(visibleText(local.html))).toEqual([recovery.code])
  expect(local.text.split('\n').at(-1)).toBe('@localhost #482915')
})

test('while codes are closed it carries none, says so, and leads to the link', () => {
  const { code: _, codeExpiresAt: __, ...withoutCode } = recovery
  for (const codeVisibility of ['body', 'preview', 'subject'] as const) {
    const { subject, text, html } = renderMessage(withoutCode, { ...branding, codeVisibility })
    expect(subject).toBe(mail.subject)
    for (const part of [text, visibleText(html)]) {
      expect(part).toContain('This email has no code: too many wrong codes')
      expect(part).not.toMatch(/the link or the code|Your code|Enter it only/)
      expect(codeLikeNumbers(part)).toEqual([])
    }
    expect(visibleText(html)).toMatch(/^Choose a new password with the link\./)
    expect(text).toContain(`\nChoose a new password:\n\n${recovery.link}\n`)
    expect(text).not.toMatch(/^@/m)
  }
})

test('the button opens the link, and names the host it opens', () => {
  expect(mail.html).toContain(`href="${recovery.link}"`)
  expect(visibleText(mail.html)).toContain('Opens app.example.test.')
  expect(mail.html.match(/https?:\/\/[^"<\s]+/g)).toEqual([recovery.link])
})

test('a link with several parameters survives', () => {
  const link = 'https://app.example.test/reset?lang=en&token=abc'
  const { text, html } = renderMessage({ ...recovery, link }, branding)
  expect(text).toContain(`\n${link}\n`)
  expect(html).toContain('href="https://app.example.test/reset?lang=en&amp;token=abc"')
})

test('it says how long link and code work, in words and by the clock', () => {
  expect(mail.text).toContain('The link works for 1 hour, until 13:55\u00a0UTC.')
  expect(mail.text).toContain('It works for 10 minutes, until 13:05\u00a0UTC.')
  const linkExpiresAt = new Date('2026-11-21T00:25:00Z')
  const { text } = renderMessage({ ...recovery, linkExpiresAt }, branding)
  expect(text).toContain('until 21 November, 00:25\u00a0UTC')
})

test('times are those of the reader, beside UTC', () => {
  const indian = renderMessage({ ...recovery, timeZone: 'Asia/Kolkata' }, branding)
  expect(indian.text).toContain('until 19:25\u00a0(13:55\u00a0UTC).')
  expect(indian.text).toContain('Requested on 20 November, 18:25\u00a0(12:55\u00a0UTC)')
  // There the next day has begun.
  const late = new Date('2026-11-20T19:00:00Z')
  const { text } = renderMessage(
    { ...recovery, timeZone: 'Asia/Kolkata', linkExpiresAt: late },
    branding,
  )
  expect(text).toContain('until 21 November, 00:30\u00a0(19:00\u00a0UTC).')
})

test('where the clock shows UTC, no time is given twice', () => {
  const { text } = renderMessage({ ...recovery, timeZone: 'Africa/Abidjan' }, branding)
  expect(text).toContain('until 13:55\u00a0UTC.')
})

test('the two words are in the script of the page, whatever the language of the email', () => {
  const { subject, text, html } = renderMessage(
    { ...recovery, locale: 'de', requestedIn: 'ar' },
    branding,
  )
  const [words = expect.unreachable()] = subject.match(/\p{sc=Arab}+ \p{sc=Arab}+/u) ?? []
  expect(text).toContain(words)
  expect(html).toContain(`dir="rtl" lang="ar"`)
})

test('an unknown device is left out', () => {
  const { text } = renderMessage({ ...recovery, device: undefined }, branding)
  expect(text).toContain('Requested on 20 November, 12:55\u00a0UTC.\n')
})

test('it says where to get help', () => {
  const write = renderMessage(recovery, { ...branding, support: { email: 'help@example.test' } })
  expect(write.text).toContain('\nNeed help? Write to help@example.test.\n')
  expect(write.html).toContain('href="mailto:help@example.test"')
  const page = 'https://example.test/help'
  expect(renderMessage(recovery, { ...branding, support: { page } }).text).toContain(
    `Need help? See ${page}.`,
  )
  expect(mail.text).not.toContain('Need help?')
})

test('hostile values are shown as text', () => {
  const { subject, text, html } = renderMessage(
    {
      ...recovery,
      login: `"><img src=x onerror='alert()'>@example.test`,
      device: 'evil\u202e</p><script>x</script> http://evil.test',
    },
    {
      ...branding,
      productName: '<b>Bank</b> & {code} \uE010code\uE011 Sons\r\nBcc: eve@evil.test',
    },
  )
  expect(html).not.toMatch(/<img|<b>|<script|evil\.test http|http:\/\/evil/)
  expect(html).toContain('&quot;&gt;&lt;img src=x onerror=&#39;alert()&#39;&gt;@example.test')
  expect(html).toContain('&lt;b&gt;Bank&lt;/b&gt; &amp; {code}')
  expect(text).toContain('with evil p script x script http evil test.')
  expect(subject).toContain('<b>Bank</b> & {code}')
  expect(subject).not.toContain('\n')
  expect(subject).not.toContain(recovery.code)
})
