import { demo, openFakeServer, serve } from '@latchkey/react/testing'
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

test('people who were not signed in are not told that they are signed out; it leads to sign-in and to recovery', async () => {
  openPage(paths.home)
  expect(await screen.findByRole('heading', { name: 'Sign in to Latchkey' })).toBeVisible()
  expect(screen.queryByText(/signed out/)).not.toBeInTheDocument()
  // On the first load the focus stays at the top, even though the heading came later.
  expect(document.body).toHaveFocus()
  const toForgot = screen.getByRole('link', { name: 'Forgot password?' })
  expect(toForgot).toHaveAttribute('href', paths.forgotPassword)
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', paths.signIn)
})

test('shows who is signed in and since when, and signs out', async () => {
  const { user } = openPage(paths.signIn)
  await user.type(screen.getByRole('textbox', { name: 'Email address' }), demo.login)
  await user.type(screen.getByLabelText('Password'), demo.password)
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByText(demo.login)).toBeVisible()
  expect(screen.getByText(/20\d\d/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Sign out' }))
  expect(await screen.findByRole('heading', { name: 'You are signed out' })).toHaveFocus()
})

test('an unreachable server is not shown as signed out', async () => {
  let isBroken = true
  const working = serve(openFakeServer())
  const unreliable: typeof fetch = (...request) =>
    isBroken ? Promise.reject(new TypeError('failed to fetch')) : working(...request)
  const { user } = openPage(paths.home, { connection: { fetch: unreliable } })
  expect(await screen.findByRole('alert')).toHaveTextContent('We could not reach the server.')
  isBroken = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { name: 'Sign in to Latchkey' })).toHaveFocus()
})

test('the document title names the page and the product', async () => {
  openPage(paths.home)
  await waitFor(() => expect(document.title).toBe('Sign in to Latchkey'))
})

test('the page for unknown addresses leads back', async () => {
  const { user } = openPage('/nowhere')
  await user.click(screen.getByRole('link', { name: 'Go to the start' }))
  expect(await screen.findByRole('heading', { name: 'Sign in to Latchkey' })).toHaveFocus()
})
