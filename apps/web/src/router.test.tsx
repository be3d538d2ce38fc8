import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { paths } from './paths.ts'
import { openPage } from './testing/open-page.tsx'

const forgot = () => screen.findByRole('link', { name: 'Forgot password?' })
const atForgot = () => screen.findByRole('heading', { name: 'Forgot your password?' })
const atSignIn = () => screen.findByRole('heading', { name: 'Sign in' })

test('a link navigates without loading a document, and Back restores what was typed', async () => {
  const { user } = openPage(paths.signIn)
  await user.type(screen.getByRole('textbox', { name: 'Email address' }), 'ada@example.test')
  await user.click(await forgot())
  expect(await atForgot()).toHaveFocus()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('ada@example.test')
  window.history.back()
  await atSignIn()
  expect(window.location.pathname).toBe(paths.signIn)
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('ada@example.test')
})

test('a click that opens a new tab or window is left to the browser', async () => {
  openPage(paths.signIn)
  const link = await forgot()
  // jsdom reports an error when a window is opened, so the default is prevented after the check.
  link.addEventListener('click', (event) => {
    expect(event.defaultPrevented).toBe(false)
    event.preventDefault()
  })
  for (const modifier of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }]) {
    fireEvent.click(link, modifier)
    expect(window.location.pathname).toBe(paths.signIn)
  }
})

test('an unknown address says so', async () => {
  openPage('/nowhere')
  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeVisible()
})
