import { expect, test } from 'vitest'
import { renderMessage } from '../render-message.ts'
import { branding, passwordChanged } from '../testing/messages.ts'
import { visibleText } from '../testing/visible-text.ts'

const mail = renderMessage(passwordChanged, branding)

test('the plain text says what happened, when, and what to do about it', () => {
  expect(mail.subject).toBe('Your Latchkey password was changed')
  expect(mail.text).toMatchInlineSnapshot(`
    "The Latchkey password of ada@example.test was changed on 20 November, 12:55 UTC.
    All devices were signed out.

    Was it you? Then there is nothing to do.

    If this wasn't you, reset your password now at:

    https://reset.example.test/forgot-password"
  `)
})

test('the page says the same', async () => {
  expect(visibleText(mail.html)).toMatchInlineSnapshot(
    `"Changed on 20 November, 12:55 UTC. All devices were signed out. Latchkey Your password was changed The password of ada@example.test was changed on 20 November, 12:55 UTC. All devices were signed out. Was it you? Then there is nothing to do. If this wasn't you, reset your password now at https://reset.example.test/forgot-password"`,
  )
  await expect(mail.html).toMatchFileSnapshot('./password-changed.html.snap')
})

test('its only link starts a new recovery and carries nothing', () => {
  const links = mail.html.match(/href="[^"]*"/g)
  expect(links).toEqual(['href="https://reset.example.test/forgot-password"'])
})

test('a hostile login stays words', () => {
  const { html } = renderMessage(
    { ...passwordChanged, login: '<a href="https://evil.test">ada</a>' },
    branding,
  )
  expect(html).not.toContain('<a href="https://evil.test"')
  expect(html).toContain('&lt;a href=&quot;https://evil.test&quot;&gt;ada&lt;/a&gt;')
})

test('the page is light and loads nothing', () => {
  expect(Buffer.byteLength(mail.html)).toBeLessThan(30_000)
  expect(mail.html).not.toMatch(/<img|<link|<script|url\(|@import|\ssrc=/i)
})
