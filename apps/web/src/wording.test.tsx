import { preferredLocale, reasonTexts } from '@latchkey/react/app'
import { loadPages } from '@latchkey/wording'
import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { paths } from './paths.ts'
import { openPage } from './testing/open-page.tsx'

afterEach(() => window.localStorage.clear())

test('the language is the one chosen before, else that of the browser', () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['nl', 'pt-PT', 'de'])
  expect(preferredLocale()).toBe('pt-BR')
  window.localStorage.setItem('latchkey.locale', 'ja')
  expect(preferredLocale()).toBe('ja')
  window.localStorage.setItem('latchkey.locale', 'klingon')
  expect(preferredLocale()).toBe('pt-BR')
})

test('changing the language changes the direction and keeps what was typed', async () => {
  const { user } = openPage(paths.forgotPassword)
  const email = screen.getByRole('textbox')
  await user.type(email, 'ada@example.test')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'العربية')
  await waitFor(() => expect(document.documentElement.dir).toBe('rtl'))
  expect(document.documentElement.lang).toBe('ar')
  expect(screen.getByRole('textbox')).toHaveValue('ada@example.test')
  expect(screen.getByRole('textbox')).toHaveAttribute('dir', 'ltr')
  expect(preferredLocale()).toBe('ar')
})

test('the language can be changed where storage is disabled', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('off', 'SecurityError')
  })
  const { user } = openPage(paths.forgotPassword)
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Deutsch')
  await waitFor(() => expect(document.documentElement.lang).toBe('de'))
})

test('a password that is too long is told the limit that the format of the application has', async () => {
  const t = await loadPages('en')
  const said = (rules?: { minLength: number; maxLength: number; maxBytes?: number }) =>
    reasonTexts.PASSWORD_TOO_LONG(t, rules)
  expect(said()).toBe('Use fewer characters.')
  expect(said({ minLength: 8, maxLength: 256 })).toBe('Use at most 256 characters.')
  expect(said({ minLength: 8, maxLength: 256, maxBytes: 72 })).toBe(
    'Use at most 72 characters. Letters with accents, other scripts and emoji count more than once.',
  )
})
