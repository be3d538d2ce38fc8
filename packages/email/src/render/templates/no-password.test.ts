import { expect, test } from 'vitest'
import { branding, sample } from '../../testing/messages.ts'
import { renderMessage } from '../render-message.ts'

const noPassword = sample('no-password')

test('its button leads to the sign-in page, whose URL is escaped in HTML', () => {
  const { html, text } = renderMessage(noPassword, branding)
  expect(html).toContain('href="https://reset.example.test/sign-in"')
  expect(text).toContain('https://reset.example.test/sign-in')

  const signInUrl = 'https://app.example.test/login?by=mail&with=button'
  const elsewhere = renderMessage(noPassword, { ...branding, signInUrl })
  expect(elsewhere.html).toContain('href="https://app.example.test/login?by=mail&amp;with=button"')
  expect(elsewhere.html).not.toContain('reset.example.test/sign-in')
  expect(elsewhere.text).toContain(signInUrl)
})
