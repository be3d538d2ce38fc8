import { announceFinished, holdSecret, startFlow } from '@latchkey/react/app'
import { demo, openFakeServer } from '@latchkey/react/testing'
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

const signInUrl = 'https://app.example.com/login'
const returnTo = 'https://app.example.com/cart?step=2'
// Each text is an element of its own, and jsdom has no space between elements.
const signInToLatchkey = /^Sign in to ?Latchkey$/

function serverFor(settings: { signInUrl?: string; returnToOrigins?: string[] }) {
  const server = openFakeServer()
  Object.assign(server.settings, settings)
  return server
}

function startWaiting() {
  startFlow({ requestId: 'r1', resendAfterSeconds: 60, codeExpiresAt: '2099-01-01' }, demo.login)
}

const link = (name: string | RegExp) => screen.findByRole('link', { name })

test.each([
  [paths.home, 'Sign in'],
  [paths.signIn, signInToLatchkey],
  [paths.login, signInToLatchkey],
  [paths.forgotPassword, 'Back to sign in'],
  [paths.verify, /sign in/i],
  [paths.resetPassword, 'Back to sign in'],
  [`${paths.resetPassword}#token=dead`, 'Back to sign in'],
  [paths.notMe, 'Back to sign in'],
  [`${paths.notMe}#token=dead`, 'Back to sign in'],
])('with SIGN_IN_URL, %s leads there', async (address, name) => {
  if (address === paths.verify) startWaiting()
  openPage(address, { server: serverFor({ signInUrl }) })
  await waitFor(async () => expect(await link(name)).toHaveAttribute('href', signInUrl))
  expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull()
})

test('after a change, the last page says so and leads to the application', async () => {
  const server = serverFor({ signInUrl })
  const { user } = openPage(`${paths.resetPassword}#token=${server.newToken()}`, { server })
  await user.type(await screen.findByLabelText('New password'), 'correct horse battery')
  const again = screen.queryByLabelText(/^(?:New password, once more|Confirm new password)$/)
  if (again) await user.type(again, 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Save new password' }))
  expect(await screen.findByRole('heading', { name: 'Your password was changed' })).toBeVisible()
  expect(await link(signInToLatchkey)).toHaveAttribute('href', signInUrl)
})

test('a tab that waited for the code leads there as well', async () => {
  startWaiting()
  openPage(paths.verify, { server: serverFor({ signInUrl }) })
  await screen.findByRole('heading', { name: 'Check your email' })
  announceFinished(demo.login)
  expect(await screen.findByRole('heading', { name: 'Your password was changed' })).toBeVisible()
  expect(await link(signInToLatchkey)).toHaveAttribute('href', signInUrl)
})

test('an allowed return address takes the place of SIGN_IN_URL', async () => {
  const server = serverFor({ signInUrl, returnToOrigins: ['https://app.example.com'] })
  openPage(`${paths.forgotPassword}?return_to=${encodeURIComponent(returnTo)}`, { server })
  await waitFor(async () => expect(await link('Back to sign in')).toHaveAttribute('href', returnTo))
})

test.each([undefined, ['https://other.example.com']])(
  'a return address that is not allowed leads nowhere: %j',
  async (returnToOrigins) => {
    const server = serverFor({ signInUrl, ...(returnToOrigins && { returnToOrigins }) })
    openPage(`${paths.forgotPassword}?return_to=${encodeURIComponent(returnTo)}`, { server })
    await waitFor(async () =>
      expect(await link('Back to sign in')).toHaveAttribute('href', signInUrl),
    )
  },
)

test('without SIGN_IN_URL our own page is used, with the address of the link in the field', async () => {
  const { user } = openPage(`${paths.forgotPassword}?email=ada@example.test`)
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('ada@example.test')
  await user.click(await link('Back to sign in'))
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('ada@example.test')
})

test('not-me leads to the application before anything is confirmed', async () => {
  const server = serverFor({ signInUrl })
  holdSecret({ kind: 'link', token: server.newNotMeToken(), login: demo.login })
  openPage(paths.notMe, { server })
  await waitFor(async () =>
    expect(await link('Back to sign in')).toHaveAttribute('href', signInUrl),
  )
})
