import { keepEarlySubmits } from '@latchkey/react/app'
import { demo, type FakeServer, openFakeServer, serve } from '@latchkey/react/testing'
import { type Locale, loadPages } from '@latchkey/wording'
import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { afterEach, expect, test } from 'vitest'
import { App } from './app.tsx'
import { keepTypedAddress, takeArrivalFromAddress } from './flow/arrival.ts'
import { takeTokenFromAddress } from './flow/token-from-address.ts'
import type { PageData } from './page-data.ts'
import { paths } from './paths.ts'
import { renderPage } from './render-page.tsx'
import { enterAddress } from './testing/enter-address.ts'

type Sent = { locale?: Locale; preferred?: Locale; server?: FakeServer; isSignedOut?: boolean }

let leave: (() => void) | undefined
afterEach(() => leave?.())

/** The HTML that the server sends, before any script runs. */
async function receive(address: string, { locale = 'en', preferred = locale, ...sent }: Sent = {}) {
  const { server = openFakeServer(), isSignedOut = false } = sent
  const logo = { src: '/logo.svg?v=1', width: 36, height: 36 }
  const data: PageData = { settings: server.settings, logo, isSignedOut }
  enterAddress(address)
  const container = document.createElement('div')
  container.id = 'root'
  container.innerHTML = await renderPage(window.location.pathname, locale, data)
  document.body.append(container)
  const problems: unknown[] = []

  /** The script runs: React goes on with that HTML. */
  async function takeOver() {
    takeTokenFromAddress()
    takeArrivalFromAddress()
    keepTypedAddress()
    const [wording, shellWording] = await Promise.all([loadPages(preferred), loadPages(locale)])
    const app = (
      <StrictMode>
        <App
          wording={wording}
          shellWording={shellWording}
          data={data}
          connection={{ fetch: serve(server) }}
        />
      </StrictMode>
    )
    const root = await act(async () =>
      hydrateRoot(container, app, { onRecoverableError: (problem) => problems.push(problem) }),
    )
    leave = () => {
      act(() => root.unmount())
      container.remove()
    }
  }
  return { container, problems, takeOver, server }
}

const locales: Locale[] = ['en', 'ar']

test.each(
  [...Object.values(paths), '/no-such-page']
    .filter((path) => path !== paths.api && path !== paths.logo)
    .flatMap((path) => locales.map((locale) => [path, locale] as const)),
)('React goes on with the HTML of %s in %s, without replacing it', async (path, locale) => {
  const { container, problems, takeOver } = await receive(path, { locale })
  const before = container.querySelector('.page')
  expect(container.querySelector('h1')?.textContent).not.toBe('')
  expect(container.querySelector('img')).toHaveAttribute('width', '36')
  const heading = container.querySelector('h1')?.textContent
  await takeOver()
  expect(problems).toEqual([])
  const isWaiting = [paths.verify, paths.resetPassword, paths.notMe].includes(path as never)
  if (!isWaiting) {
    expect(container.querySelector('.page')).toBe(before)
    if (path !== paths.home) expect(container.querySelector('h1')).toHaveTextContent(heading ?? '')
  }
})

test('what was typed before the script ran is kept, with its focus, and sent', async () => {
  const { container, takeOver, server } = await receive(paths.forgotPassword)
  const field = container.querySelector<HTMLInputElement>('#email')
  if (!field) throw new Error('the HTML has no field')
  field.focus()
  field.value = demo.login
  await takeOver()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toBe(field)
  expect(field).toHaveFocus()
  expect(field).toHaveValue(demo.login)
  const user = userEvent.setup({ delay: null })
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  expect(await screen.findByRole('heading', { name: 'Check your email' })).toBeVisible()
  expect(server.emails[0]?.to).toBe(demo.login)
})

test('what was typed is kept where a translator has changed the HTML', async () => {
  const { container, problems, takeOver } = await receive(paths.forgotPassword)
  const heading = container.querySelector('h1')
  const field = container.querySelector<HTMLInputElement>('#email')
  if (!heading || !field) throw new Error('the HTML has no heading or no field')
  heading.innerHTML = '<font><font>Passwort vergessen?</font></font>'
  field.value = demo.login
  await takeOver()
  expect(problems).not.toEqual([])
  expect(container.querySelector('#email')).toHaveValue(demo.login)
})

test('a password that was filled in before the script ran is sent', async () => {
  const { container, takeOver } = await receive(paths.signIn)
  const [email, password] = ['#email', '#current-password'].map((id) =>
    container.querySelector<HTMLInputElement>(id),
  )
  if (!email || !password) throw new Error('the HTML has no fields')
  email.value = demo.login
  password.value = demo.password
  await takeOver()
  await userEvent.setup({ delay: null }).click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('heading', { name: 'You are signed in' })).toBeVisible()
})

test('a form that was submitted before React took it over is submitted then, once', async () => {
  const { container, takeOver, server } = await receive(paths.forgotPassword)
  keepEarlySubmits()
  const field = container.querySelector<HTMLInputElement>('#email')
  if (!field) throw new Error('the HTML has no field')
  field.value = demo.login
  const user = userEvent.setup({ delay: null })
  const press = () => user.click(screen.getByRole('button', { name: 'Send reset link' }))
  await press()
  await press()
  expect(server.emails).toEqual([])
  await takeOver()
  expect(await screen.findByRole('heading', { name: 'Check your email' })).toBeVisible()
  expect(server.emails.map(({ to }) => to)).toEqual([demo.login])
})

test('the address of a link stands in the field, unless another one was typed', async () => {
  const address = `${paths.forgotPassword}?email=bob@example.test`
  const first = await receive(address)
  await first.takeOver()
  expect(first.container.querySelector('#email')).toHaveValue('bob@example.test')
  leave?.()
  const second = await receive(address)
  const field = second.container.querySelector<HTMLInputElement>('#email')
  if (field) field.value = demo.login
  await second.takeOver()
  expect(second.container.querySelector('#email')).toHaveValue(demo.login)
})

test('HTML in another language than this tab prefers is taken over, and then translated', async () => {
  const { container, problems, takeOver } = await receive(paths.forgotPassword, { preferred: 'de' })
  const before = container.querySelector('#email')
  await takeOver()
  expect(problems).toEqual([])
  expect(await screen.findByRole('heading', { name: 'Passwort vergessen?' })).toBeVisible()
  expect(container.querySelector('#email')).toBe(before)
})

test('a page that waits for the script never says what it does not know', async () => {
  const server = openFakeServer()
  const address = `${paths.resetPassword}#token=${server.newToken()}`
  const { container, takeOver } = await receive(address, { server })
  expect(container).toHaveTextContent('Choose a new password')
  expect(container).toHaveTextContent('One moment…')
  expect(container).not.toHaveTextContent('Open the link once more')
  await takeOver()
  expect(await screen.findByLabelText('New password')).toBeVisible()
})

test('a browser without a session reads at once how it can sign in, and asks nothing', async () => {
  const { container, takeOver } = await receive(paths.home, { isSignedOut: true })
  const text = container.querySelector('main')?.textContent
  expect(container.querySelector('h1')).toHaveTextContent('Sign in to Latchkey')
  await takeOver()
  await waitFor(() => expect(container.querySelector('main')).toHaveTextContent(text ?? ''))
})

test('a form sends nothing by itself: before its script runs, a password must not become part of an address', async () => {
  const { container } = await receive(paths.signIn)
  expect(container.querySelector('form')).toHaveAttribute('method', 'post')
})
