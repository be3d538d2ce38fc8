import { expect, test } from 'vitest'
import { renderMessage } from '../render-message.ts'
import { branding, recovery } from '../testing/messages.ts'
import { codeLikeNumbers, visibleText } from '../testing/visible-text.ts'

const mail = renderMessage(recovery, branding)

test('the plain text says everything and ends with the line that machines read', () => {
  expect(mail.text).toMatchInlineSnapshot(`
    "Someone asked to reset the Latchkey password of ada@example.test.
    If it was you, use the link or the code. Either is enough.

    Choose a new password (this link works until 13:55 UTC):

    https://app.example.test/reset-password#token=kQxNf7-bGm_TzWcRyUhVjPsLdAeOiXq2nB8vMtZrKwY

    Or type this code on the page where you asked (it works until 13:05 UTC):

    Your code: 482915

    We will never ask you for this code by phone or chat. Type it only at reset.example.test.

    Asked for on 20 November, 12:55 UTC, with Firefox on Linux.
    Not you? Ignore it — nothing has changed.

    @reset.example.test #482915"
  `)
})

test('the page says the same', async () => {
  expect(visibleText(mail.html)).toMatchInlineSnapshot(
    `"Choose a new password. The link works until 13:55 UTC. Latchkey Reset your password Someone asked to reset the password of ada@example.test. If it was you, use the link or the code. Either is enough. Choose a new password Opens app.example.test. Works until 13:55 UTC. Or type this code where you asked 482915 Works until 13:05 UTC. We will never ask you for this code by phone or chat. Type it only at reset.example.test. Asked for on 20 November, 12:55 UTC, with Firefox on Linux. Not you? Ignore it — nothing has changed."`,
  )
  await expect(mail.html).toMatchFileSnapshot('./recovery.html.snap')
})

test('the subject and the preview of the mail hold no code', () => {
  expect(mail.subject).toBe('Reset your Latchkey password')
  expect(visibleText(mail.html).indexOf(recovery.code)).toBeGreaterThan(120)
})

test('the code is the only number that looks like one, whoever asks from wherever', () => {
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
})

test('the port of a local installation is not mistaken for a code', () => {
  const local = renderMessage(recovery, { ...branding, publicUrl: 'http://localhost:3000' })
  expect(codeLikeNumbers(visibleText(local.html))).toEqual([recovery.code])
  expect(local.text.split('\n').at(-1)).toBe('@localhost #482915')
})

test('the button opens the link, and names the host it opens', () => {
  expect(mail.html).toContain(`<a href="${recovery.link}"`)
  expect(visibleText(mail.html)).toContain('Opens app.example.test.')
})

test('a link with several parameters survives', () => {
  const link = 'https://app.example.test/reset?lang=en&token=abc'
  const { text, html } = renderMessage({ ...recovery, link }, branding)
  expect(text).toContain(`\n${link}\n`)
  expect(html).toContain('href="https://app.example.test/reset?lang=en&amp;token=abc"')
})

test('a secret that works past midnight names the day', () => {
  const linkExpiresAt = new Date('2026-11-21T00:25:00Z')
  const { text } = renderMessage({ ...recovery, linkExpiresAt }, branding)
  expect(text).toContain('this link works until 21 November, 00:25 UTC')
})

test('an unknown device is left out', () => {
  const { text } = renderMessage({ ...recovery, device: undefined }, branding)
  expect(text).toContain('Asked for on 20 November, 12:55 UTC.\n')
})

test('hostile values stay words', () => {
  const { subject, text, html } = renderMessage(
    {
      ...recovery,
      login: `"><img src=x onerror='alert()'>@example.test`,
      device: 'evil\u202e</p><script>x</script> http://evil.test',
    },
    { ...branding, productName: '<b>Bank</b> & Sons\r\nBcc: eve@evil.test' },
  )
  expect(html).not.toMatch(/<img|<b>|<script|evil\.test http|http:\/\/evil/)
  expect(html).toContain('&quot;&gt;&lt;img src=x onerror=&#39;alert()&#39;&gt;@example.test')
  expect(html).toContain('&lt;b&gt;Bank&lt;/b&gt; &amp; Sons')
  expect(text).toContain('with evil p script x script http evil test.')
  expect(subject).toBe('Reset your <b>Bank</b> & Sons Bcc: eve@evil.test password')
})

test('the page is light, loads nothing and is made for both colour schemes', () => {
  expect(Buffer.byteLength(mail.html)).toBeLessThan(30_000)
  expect(mail.html).not.toMatch(/<img|<link|<script|url\(|@import|\ssrc=/i)
  expect(mail.html.match(/https?:\/\/[^"<\s]+/g)).toEqual([recovery.link])
  expect(mail.html).toContain('<html lang="en" dir="ltr">')
  expect(mail.html).toContain('<meta name="color-scheme" content="light dark">')
  expect(mail.html).toContain('<meta name="supported-color-schemes" content="light dark">')
})
