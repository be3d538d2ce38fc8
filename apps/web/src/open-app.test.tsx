import { type Locale, loadPages } from '@latchkey/wording'
import { act, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { openApp } from './open-app.tsx'
import { paths } from './paths.ts'

/** A network that fails the first so many times. */
function openBadly({ locale = 'en', failures }: { locale?: Locale; failures: number }) {
  window.history.pushState(null, '', paths.notMe)
  const view = render(null)
  let asked = 0
  const opened = openApp({
    locale,
    show: (what: ReactNode) => act(() => view.rerender(what)),
    loadWording: async (wanted) => {
      asked += 1
      if (asked <= failures) throw new TypeError('failed to fetch')
      return loadPages(wanted)
    },
  })
  return { opened, user: userEvent.setup({ delay: null }), asked: () => asked }
}

test('a first load that fails says so and is tried again', async () => {
  const { opened, user, asked } = openBadly({ failures: 2 })
  expect(await screen.findByRole('alert')).toHaveTextContent('Check your connection')
  expect(document.title).toBe('This page did not load')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await expect.poll(asked).toBe(2)
  expect(await screen.findByRole('button', { name: 'Try again' })).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await opened
  expect(screen.getByRole('heading', { name: 'Open the link once more' })).toBeVisible()
})

test('who is back online has the page without a press', async () => {
  const { opened } = openBadly({ failures: 1 })
  await screen.findByRole('alert')
  window.dispatchEvent(new Event('online'))
  await opened
  expect(screen.getByRole('heading', { name: 'Open the link once more' })).toBeVisible()
})

test('the words are there without a catalogue', async () => {
  openBadly({ locale: 'ar', failures: 1 })
  expect(await screen.findByRole('heading')).toHaveTextContent('لم يتم تحميل هذه الصفحة')
  expect(screen.getByRole('heading').closest('[dir=rtl]')).not.toBeNull()
})
