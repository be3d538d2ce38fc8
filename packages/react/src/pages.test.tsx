import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { CheckYourMail, ForgotPassword, NotMe, Recovery, ResetPassword } from './pages.tsx'
import type { ButtonProps, FrameProps } from './slots.ts'
import { demo, openFakeServer } from './testing/fake-server.ts'
import { showInHost } from './testing/in-a-host.tsx'

const paths = {
  forgotPassword: '/forgot',
  verify: '/check-your-mail',
  resetPassword: '/new-password',
  signIn: '/login',
}
const heading = (name: string) => screen.findByRole('heading', { name })

test('a whole recovery by code, at one address and without a router', async () => {
  const done = vi.fn()
  const { server, user } = await showInHost(<Recovery onDone={done} />)
  await user.type(await screen.findByLabelText('Email address'), demo.login)
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  await heading('Check your email')
  await user.type(screen.getByLabelText('Code from the email'), server.emails[0]?.code ?? '')
  await heading('Choose a new password')
  await user.type(screen.getByLabelText('New password'), 'quiet amber otter')
  await user.type(screen.getByLabelText('Confirm new password'), 'quiet amber otter')
  await user.click(screen.getByRole('button', { name: 'Save new password' }))
  await waitFor(() => expect(done).toHaveBeenCalledExactlyOnceWith(demo.login))
  expect(await screen.findByText('Your password was changed.')).toBeVisible()
})

test('a link that leads to the recovery is taken out of the address', async () => {
  const server = openFakeServer()
  window.history.replaceState({ kept: true }, '', `/account?tab=2#token=${server.newToken()}`)
  await showInHost(<Recovery />, { server })
  await screen.findByLabelText('New password')
  expect(window.location.href).toMatch(/\/account\?tab=2$/)
  expect(window.history.state).toEqual({ kept: true })
})

test('a link that was cut off on its way says so', async () => {
  window.history.replaceState(null, '', '/account#token=Qb1cN0sFJ6Yv')
  await showInHost(<Recovery />)
  await heading('This link is not complete')
  expect(window.location.hash).toBe('')
})

test('the pages of an application lead from one to the other by its own router', async () => {
  const navigate = vi.fn()
  const { server, user, unmount } = await showInHost(<ForgotPassword />, { paths, navigate })
  await user.type(screen.getByLabelText('Email address'), demo.login)
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  await waitFor(() => expect(navigate).toHaveBeenCalledWith('/check-your-mail', {}))
  expect(screen.getByRole('link', { name: 'Back to sign in' })).toHaveAttribute('href', '/login')
  unmount()
  const next = await showInHost(<CheckYourMail />, { paths, navigate, server })
  await next.user.type(screen.getByLabelText('Code from the email'), server.emails[0]?.code ?? '')
  await waitFor(() => expect(navigate).toHaveBeenCalledWith('/new-password', {}))
})

test('a page whose next page has no address says what is missing', async () => {
  const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const unhandled = new Promise<PromiseRejectionEvent['reason']>((resolve) =>
    process.once('unhandledRejection', resolve),
  )
  const { user } = await showInHost(<ForgotPassword />)
  await user.type(screen.getByLabelText('Email address'), demo.login)
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  expect(`${await unhandled}`).toContain('was not told the address of the page "verify"')
  reported.mockReset()
})

test('a token can be passed in, by a router that has read it', async () => {
  const server = openFakeServer()
  await showInHost(<ResetPassword token={server.newToken()} />, { server, paths })
  await screen.findByLabelText('New password')
  expect(server.calls).toEqual(['verifyToken'])
})

test('“this wasn’t me” secures the account, and tells the application', async () => {
  const server = openFakeServer()
  const forget = vi.fn()
  const token = server.newNotMeToken()
  const host = { server, paths, navigate: vi.fn(), onSessionsEnded: forget }
  const { user } = await showInHost(<NotMe token={token} />, host)
  await user.click(await screen.findByRole('checkbox'))
  await user.click(screen.getByRole('button', { name: /secure my account/ }))
  await heading('Your account is secured')
  expect(forget).toHaveBeenCalledOnce()
})

test('any text can be replaced, with its arguments', async () => {
  const texts = {
    'forgot.title': 'Lost your key?',
    'verify.sent': 'Look into {address}, please.',
    'page.steps': ({ step, total }: { step: string; total: string }) => `${step}/${total}`,
  }
  const { user } = await showInHost(<Recovery />, { texts })
  await heading('Lost your key?')
  expect(screen.getByText('1/3')).toBeVisible()
  await user.type(screen.getByLabelText('Email address'), demo.login)
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  expect(await screen.findByText(/^Look into/)).toBeVisible()
  expect(document.querySelector('[role=status]')).toHaveTextContent(
    /^Look into ?ada@example.test ?, please.$/,
  )
})

test.each(['de', 'fr', 'es', 'pt-BR', 'ja', 'ar'] as const)(
  'the pages speak %s',
  async (locale) => {
    const { container } = await showInHost(<ForgotPassword />, { locale })
    const frame = container.querySelector('[data-latchkey~=frame]')
    expect(frame).toHaveAttribute('lang', locale)
    expect(frame).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
    expect(screen.queryByText('Forgot your password?')).toBeNull()
    // The page around keeps its language.
    expect(document.documentElement.lang).not.toBe(locale)
  },
)

const slots = {
  Button: ({ children, ...rest }: ButtonProps) => (
    <button {...rest} className="btn">
      {children}
    </button>
  ),
  Frame: ({ children }: FrameProps) => <article>{children}</article>,
}

test('components of the application take the place of ours', async () => {
  await showInHost(<ForgotPassword />, { slots, paths, headingLevel: 2, idPrefix: 'x-' })
  expect(screen.getByRole('button', { name: 'Send reset link' })).toHaveClass('btn')
  expect(screen.getByRole('heading', { level: 2 }).closest('article')).not.toBeNull()
  expect(screen.getByLabelText('Email address')).toHaveAttribute('id', 'x-email')
})
