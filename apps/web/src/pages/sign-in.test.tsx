import { demo, openFakeServer, serve } from '@latchkey/react/testing'
import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

const email = () => screen.getByRole('textbox', { name: 'Email address' })
const password = () => screen.getByLabelText('Password')
const signIn = () => screen.getByRole('button', { name: 'Sign in' })
const forgot = () => screen.getByRole('link', { name: 'Forgot password?' })

test.each([paths.signIn, paths.login])('%s signs in and shows the account', async (path) => {
  const { user } = openPage(path)
  await user.type(email(), demo.login)
  await user.type(password(), demo.password)
  await user.click(signIn())
  expect(await screen.findByRole('heading', { name: 'You are signed in' })).toHaveFocus()
  expect(screen.getByText(demo.login)).toBeVisible()
})

test('password managers understand the form', () => {
  openPage(paths.signIn)
  expect(email()).toHaveAttribute('autocomplete', 'username')
  expect(password()).toHaveAttribute('autocomplete', 'current-password')
  expect(password()).toHaveAttribute('type', 'password')
})

test('a failed sign-in clears the password, keeps the address and shows one error', async () => {
  const { user } = openPage(paths.signIn)
  await user.type(email(), demo.login)
  await user.type(password(), 'not the password')
  await user.click(signIn())
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('That email address and password do not match an account.')
  expect(screen.getAllByRole('alert')).toHaveLength(1)
  expect(email()).toHaveValue(demo.login)
  expect(password()).toHaveValue('')
  expect(password()).toHaveFocus()
  expect(password()).toHaveAccessibleDescription(/do not match/)
  expect(forgot()).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'choose a new password' }))
  expect(await screen.findByRole('heading', { name: 'Forgot your password?' })).toHaveFocus()
  expect(email()).toHaveValue(demo.login)
})

test('a missing value is reported next to its field', async () => {
  const { user } = openPage(paths.signIn)
  await user.click(signIn())
  expect(email()).toHaveAccessibleDescription('Enter your email address.')
  expect(email()).toHaveFocus()
  await user.type(email(), demo.login)
  await user.click(signIn())
  expect(password()).toHaveAccessibleDescription('Enter your password.')
  expect(password()).toHaveFocus()
})

test('after a server error both values are kept and can be sent again', async () => {
  const server = openFakeServer()
  server.refuseNext('signIn', new Error('the database is away'))
  const { user } = openPage(paths.signIn, { server })
  await user.type(email(), demo.login)
  await user.type(password(), demo.password)
  await user.click(signIn())
  expect(await screen.findByRole('alert')).toHaveFocus()
  expect(password()).toHaveValue(demo.password)
  await user.click(signIn())
  await screen.findByRole('heading', { name: 'You are signed in' })
})

test('after a reset the address is filled in, the password has the focus, and the change is shown once', async () => {
  const { leave } = openPage(paths.signIn, { state: { login: demo.login, changed: true } })
  expect(screen.getByText(/Your password was changed/)).toHaveRole('status')
  expect(email()).toHaveValue(demo.login)
  await waitFor(() => expect(password()).toHaveFocus())
  await waitFor(() => expect(window.history.state.usr).toEqual({ login: demo.login }))
  expect(screen.getByText(/Your password was changed/)).toBeVisible()

  const state = window.history.state.usr
  leave()
  openPage(paths.signIn, { state })
  expect(screen.queryByText(/Your password was changed/)).not.toBeInTheDocument()
  expect(email()).toHaveValue(demo.login)
})

test('the password can be shown', async () => {
  const { user } = openPage(paths.signIn)
  await user.click(screen.getByRole('button', { name: 'Show password' }))
  expect(password()).toHaveAttribute('type', 'text')
  await user.click(screen.getByRole('button', { name: 'Hide password' }))
  expect(password()).toHaveAttribute('type', 'password')
})

test('people who are signed in already are led to the start', async () => {
  const { server, user, leave } = openPage(paths.signIn)
  await user.type(email(), demo.login)
  await user.type(password(), demo.password)
  await user.click(signIn())
  await screen.findByRole('heading', { name: 'You are signed in' })
  leave()
  openPage(paths.signIn, { server })
  expect(await screen.findByRole('heading', { name: 'You are signed in' })).toBeVisible()
  expect(window.location.pathname).toBe(paths.home)
})

test.each([
  [true, demo.login],
  [true, ''],
  [false, ''],
])(
  'with a mouse: %s and the address "%s", the first load focuses what comes next',
  async (isFine, login) => {
    vi.stubGlobal('matchMedia', () => ({ matches: isFine }))
    openPage(paths.signIn, { state: { login } })
    await screen.findByRole('heading', { name: 'Sign in' })
    expect(isFine && login === '' ? email() : document.body).toHaveFocus()
    vi.unstubAllGlobals()
  },
)

test('what a password manager fills in without an event is kept and sent', async () => {
  const { user } = openPage(paths.signIn)
  fillSilently(email(), demo.login)
  // Typing renders the form again.
  await user.type(password(), 'x')
  expect(email()).toHaveValue(demo.login)
  fillSilently(password(), demo.password)
  await user.click(signIn())
  expect(await screen.findByRole('heading', { name: 'You are signed in' })).toBeVisible()
})

test('a browser that keeps no cookies is told so', async () => {
  const server = openFakeServer()
  server.browser.keepsCookies = false
  const { user } = openPage(paths.signIn, { server })
  await user.type(email(), demo.login)
  await user.type(password(), demo.password)
  await user.click(signIn())
  expect(await screen.findByText(/keeps no cookies/)).toBeVisible()
  expect(screen.queryByRole('heading', { name: 'You are signed in' })).not.toBeInTheDocument()
})

test('an answer about the session that was asked for before the sign-in does not count', async () => {
  const server = openFakeServer()
  const answer = serve(server)
  let asked = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isAboutSession = String(input).includes('session.current')
    if (isAboutSession) asked += 1
    const isLate = isAboutSession && asked === 2
    const response = await answer(input, init)
    if (isLate) await new Promise((done) => setTimeout(done, 500))
    return response
  }
  const { user } = openPage(paths.signIn, { server, connection: { fetch } })
  await user.type(email(), demo.login)
  await user.type(password(), demo.password)
  // Coming back to the tab fetches the session anew.
  window.dispatchEvent(new Event('visibilitychange'))
  await waitFor(() => expect(asked).toBe(2))
  await user.click(signIn())
  expect(await screen.findByRole('heading', { name: 'You are signed in' })).toBeVisible()
})

function fillSilently(box: HTMLElement, value: string) {
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  setter?.call(box, value)
}
