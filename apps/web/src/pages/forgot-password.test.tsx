import { currentFlow } from '@latchkey/react/app'
import { openFakeServer, serve } from '@latchkey/react/testing'
import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

const email = () => screen.getByRole('textbox', { name: 'Email address' })
const send = () => screen.getByRole('button', { name: 'Send reset link' })
const atVerify = () => screen.findByRole('heading', { name: 'Check your email' })

afterEach(() => {
  vi.useRealTimers()
})

test('sends the trimmed address and goes on to the code', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  // Browsers strip plain spaces. A no-break space can be copied along from an email or a web page.
  await user.type(email(), ' \u00a0Ada@example.test\u00a0 ')
  await user.click(send())
  expect(await atVerify()).toHaveFocus()
  expect(server.emails.map(({ to }) => to)).toEqual(['Ada@example.test'])
  expect(currentFlow()).toMatchObject({ email: 'Ada@example.test', triesLeft: 5 })
  expect(window.location.pathname).toBe(paths.verify)
})

test('password managers understand the form', () => {
  openPage(paths.forgotPassword)
  expect(email()).toHaveAttribute('type', 'text')
  expect(email()).toHaveAttribute('inputmode', 'email')
  expect(email()).toHaveAttribute('autocomplete', 'username')
  expect(email()).toHaveAttribute('id', 'email')
})

test('the address typed at sign-in is filled in', async () => {
  const { user } = openPage(paths.signIn)
  await user.type(email(), 'ada@example.test')
  await user.click(screen.getByRole('link', { name: 'Forgot password?' }))
  expect(await screen.findByRole('heading', { name: 'Forgot your password?' })).toHaveFocus()
  expect(email()).toHaveValue('ada@example.test')
})

test.each([
  ['', 'Enter your email address.'],
  ['ada', 'Enter one email address'],
  ['ada@example.test, bob@example.test', 'Enter one email address'],
])('says next to the field what is wrong with "%s"', async (typed, words) => {
  const { server, user } = openPage(paths.forgotPassword)
  if (typed) await user.type(email(), typed)
  await user.click(send())
  expect(await screen.findByRole('alert')).toHaveTextContent(words)
  expect(email()).toBeInvalid()
  expect(email()).toHaveAccessibleDescription(expect.stringContaining(words))
  expect(email()).toHaveFocus()
  expect(email()).toHaveValue(typed)
  expect(server.emails).toEqual([])
})

test('two clicks make one request, and the busy button keeps the focus', async () => {
  const server = openFakeServer()
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  const slow: typeof fetch = (...call) => answered.then(() => serve(server)(...call))
  const { user } = openPage(paths.forgotPassword, { server, connection: { fetch: slow } })
  await user.type(email(), 'ada@example.test')
  const button = send()
  button.focus()
  button.click()
  button.click()
  await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'))
  expect(button).toHaveAccessibleName('Sending…')
  expect(button).toHaveFocus()
  answer()
  await atVerify()
  expect(server.calls).toEqual(['request'])
})

test('the same address within a minute continues its request', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  await atVerify()
  const first = currentFlow()
  await user.click(screen.getByRole('link', { name: 'Use a different address' }))
  await user.type(email(), 'ADA@example.test')
  await user.click(send())
  await atVerify()
  expect(server.calls).toEqual(['request'])
  expect(currentFlow()).toEqual(first)
})

test('another address makes another request', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  await atVerify()
  await user.click(screen.getByRole('link', { name: 'Use a different address' }))
  expect(email()).toHaveValue('')
  await user.type(email(), 'bob@example.test')
  await user.click(send())
  await atVerify()
  expect(server.emails.map(({ to }) => to)).toEqual(['bob@example.test', 'ada@example.test'])
})

test('a rate limit says how long to wait', async () => {
  const server = openFakeServer()
  server.refuseNext('request', {
    status: 'refused',
    reason: 'rate-limited',
    retryAfterSeconds: 125,
  })
  const { user } = openPage(paths.forgotPassword, { server })
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('You can try again in 3 minutes.')
  expect(alert).toHaveFocus()
  expect(email()).toHaveValue('ada@example.test')
})

test('after a server error the input is kept and can be sent again', async () => {
  const server = openFakeServer()
  server.refuseNext('request', new Error('the database is away'))
  const { user } = openPage(paths.forgotPassword, { server })
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  expect(await screen.findByRole('alert')).toHaveTextContent('We cannot do this right now.')
  expect(email()).toHaveValue('ada@example.test')
  // One button, not two that do the same.
  expect(screen.getAllByRole('button')).toEqual([send()])
  await user.click(send())
  await atVerify()
})

test('after a network error the input is kept and can be sent again', async () => {
  const broken: typeof fetch = () => Promise.reject(new TypeError('failed to fetch'))
  const { user } = openPage(paths.forgotPassword, { connection: { fetch: broken } })
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  expect(await screen.findByRole('alert')).toHaveTextContent('We could not reach the server.')
  expect(send()).toBeEnabled()
  expect(email()).toHaveValue('ada@example.test')
})

test('a slow call is announced', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const never: typeof fetch = () => new Promise(() => {})
  const { user } = openPage(paths.forgotPassword, { connection: { fetch: never } })
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  await screen.findByRole('button', { name: 'Sending…' })
  expect(screen.queryByText(/Still working/)).not.toBeInTheDocument()
  act(() => vi.advanceTimersByTime(4000))
  expect(screen.getByText(/Still working/)).toHaveRole('status')
})

test('offline, the request waits, says so, and is sent once the network is back', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.type(email(), 'ada@example.test')
  act(() => void window.dispatchEvent(new Event('offline')))
  await user.click(send())
  expect(await screen.findByText(/You are offline/)).toHaveRole('status')
  expect(server.calls).toEqual([])
  act(() => void window.dispatchEvent(new Event('online')))
  await atVerify()
  expect(server.calls).toEqual(['request'])
})

test('a correction of a mistyped domain is suggested after the field was left, and can be ignored', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.type(email(), 'ada@gmial.com')
  expect(screen.queryByText(/Did you mean/)).not.toBeInTheDocument()
  await user.tab()
  expect(screen.getByText(/Did you mean/).closest('[role=status]')).toHaveTextContent(
    'ada@gmail.com',
  )
  await user.click(screen.getByRole('button', { name: 'Use ada@gmail.com' }))
  expect(email()).toHaveValue('ada@gmail.com')
  expect(screen.queryByText(/Did you mean/)).not.toBeInTheDocument()
  await user.clear(email())
  await user.type(email(), 'ada@gmial.com')
  await user.click(send())
  await atVerify()
  expect(server.emails[0]?.to).toBe('ada@gmial.com')
})

test.each([
  [{ email: 'help@example.com' }, 'help@example.com', 'mailto:help@example.com'],
  [{ page: 'https://example.com/help' }, 'example.com', 'https://example.com/help'],
])(
  'people without access to their mailbox are shown the operator’s contact, if there is one',
  async (support, shown, to) => {
    const server = openFakeServer()
    Object.assign(server.settings, { support })
    openPage(paths.forgotPassword, { server })
    expect(await screen.findByText('Lost access to this mailbox?')).toBeVisible()
    expect(screen.getByText(shown)).toHaveAttribute('href', to)
  },
)

test('a server error shows a short reference to quote, which can be copied', async () => {
  const server = openFakeServer()
  server.refuseNext('request', new Error('the database is away'))
  const answer = serve(server)
  const withId: typeof fetch = async (...request) => {
    const response = await answer(...request)
    response.headers.set('x-request-id', '7e57ab1e-4a6f-4c58-9f0e-7a3f5b9c2d11')
    return response
  }
  const { user } = openPage(paths.forgotPassword, { server, connection: { fetch: withId } })
  await user.type(email(), 'ada@example.test')
  await user.click(send())
  expect(await screen.findByText('7e57ab1e')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Copy' }))
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await navigator.clipboard.readText()).toBe('7e57ab1e')
})

test.each([
  ['ada@straße.example', 'ada@straße.example'],
  ['ada@例え.jp', 'ada@例え.jp'],
  ['mailto:ada@example.test?subject=Hello', 'ada@example.test'],
  ['Ada Example <ada@example.test>', 'ada@example.test'],
  ['“ada@example.test”', 'ada@example.test'],
  ['\u200bada@example.test\u2069', 'ada@example.test'],
  ['\uff41da\uff20example\u3002test', 'ada@example.test'],
])('pasted %s is shown as %s, and sent as shown', async (typed, left) => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.click(email())
  await user.paste(typed)
  await waitFor(() => expect(email()).toHaveValue(left))
  if (left !== typed) expect(screen.getByText(/We removed what was around/)).toBeVisible()
  await user.click(send())
  await atVerify()
  expect(server.emails.map(({ to }) => to)).toEqual([left])
})

test.each([
  ['root@localhost', 'needs a dot'],
  ['jürgen@example.test', 'Before the @, only English letters'],
  ['"ada"@example.test', 'is not supported'],
  ['ada @example.test', 'contains a space'],
  ['ada@[192.0.2.1]', 'is not a domain name'],
  ['ada@exam\u2060ple.test', 'invisible character (U+2060)'],
])('%s is refused with its reason', async (typed, says) => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.click(email())
  await user.paste(typed)
  await user.click(send())
  expect(await screen.findByRole('alert')).toHaveTextContent(says)
  expect(email()).toHaveValue(typed)
  expect(server.emails).toEqual([])
})

test('an address that Enter would send otherwise than it is shown, is shown first', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.type(email(), 'ada\uff20example.test{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent('Check it, then continue.')
  expect(email()).toHaveValue('ada@example.test')
  expect(server.emails).toEqual([])
  await user.keyboard('{Enter}')
  await atVerify()
  expect(server.emails.map(({ to }) => to)).toEqual(['ada@example.test'])
})
