import { type Locale, loadPages } from '@latchkey/wording'
import { act, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { openApp } from './open-app.tsx'
import { paths } from './paths.ts'

/** Opens the app over a network that fails the first few times. */
function openOffline({ locale = 'en', failures }: { locale?: Locale; failures: number }) {
  window.history.pushState(null, '', paths.notMe)
  const view = render(null)
  let attempts = 0
  const opened = openApp({
    locale,
    show: (what: ReactNode) => act(() => view.rerender(what)),
    loadWording: async (wanted) => {
      attempts += 1
      if (attempts <= failures) throw new TypeError('failed to fetch')
      return loadPages(wanted)
    },
  })
  return { opened, user: userEvent.setup({ delay: null }), attempts: () => attempts }
}

test('a failed first load says so and can be tried again', async () => {
  const { opened, user, attempts } = openOffline({ failures: 2 })
  expect(await screen.findByRole('alert')).toHaveTextContent('Check your connection')
  expect(document.title).toBe('This page did not load')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await expect.poll(attempts).toBe(2)
  expect(await screen.findByRole('button', { name: 'Try again' })).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await opened
  expect(screen.getByRole('heading', { name: 'Open the link once more' })).toBeVisible()
})

test('once the device is back online, the page loads by itself', async () => {
  const { opened } = openOffline({ failures: 1 })
  await screen.findByRole('alert')
  window.dispatchEvent(new Event('online'))
  await opened
  expect(screen.getByRole('heading', { name: 'Open the link once more' })).toBeVisible()
})

test('the message does not need a catalogue', async () => {
  openOffline({ locale: 'ar', failures: 1 })
  expect(await screen.findByRole('heading')).toHaveTextContent('لم يتم تحميل هذه الصفحة')
  expect(screen.getByRole('heading').closest('[dir=rtl]')).not.toBeNull()
})
