import { expect, test } from 'vitest'
import { branding, passwordChanged } from '../../testing/messages.ts'
import { renderMessage } from '../render-message.ts'

const mail = renderMessage(passwordChanged, branding)
const linksIn = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)

test('it says what happened, when and with what', () => {
  expect(mail.subject).toBe('Latchkey: your password was changed')
  expect(mail.text).toContain(
    'password for your Latchkey account, ada@example.test, was changed on 20 November, 13:02\u00a0UTC.',
  )
  expect(mail.text).toContain('It was done with Firefox on Linux.')
})

test('its only link reports that it was somebody else, and says when it expires', () => {
  expect(linksIn(mail.html)).toEqual([passwordChanged.notMeLink])
  expect(mail.text).toContain(`This wasn’t me:\n\n${passwordChanged.notMeLink}\n`)
  expect(mail.text).toContain('until 23 November, 13:02\u00a0UTC')
})

test('times are those of the client that changed it, beside UTC', () => {
  const { text, html } = renderMessage({ ...passwordChanged, timeZone: 'Asia/Kolkata' }, branding)
  for (const part of [text, html]) {
    expect(part).toContain('20 November, 18:32\u00a0(13:02\u00a0UTC)')
    expect(part).toContain('23 November, 18:32\u00a0(13:02\u00a0UTC)')
  }
})

test('an unknown device is left out', () => {
  const { text } = renderMessage({ ...passwordChanged, device: undefined }, branding)
  expect(text).not.toContain('It was done with')
})

test('a hostile login is shown as text', () => {
  const login = '<a href="https://evil.test">ada</a>'
  const { html } = renderMessage({ ...passwordChanged, login }, branding)
  expect(html).not.toContain('<a href="https://evil.test"')
  expect(html).toContain('&lt;a href=&quot;https://evil.test&quot;&gt;ada&lt;/a&gt;')
})
