import { announceFinished, clearFlow, currentFlow } from '@latchkey/react/app'
import { demo, type FakeServer, openFakeServer, refused } from '@latchkey/react/testing'
import { matchingWords } from '@latchkey/wording'
import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

const code = () => screen.getByRole('textbox', { name: 'Code from the email' })
const findCode = () => screen.findByRole('textbox', { name: 'Code from the email' })
const go = () => screen.getByRole('button', { name: 'Continue' })
const resend = () => screen.getByRole('button', { name: /Send again/ })
const atReset = () => screen.findByRole('heading', { name: 'Choose a new password' })

async function requestFor(address: string, server: FakeServer = openFakeServer()) {
  const { user, leave } = openPage(paths.forgotPassword, { server })
  await user.type(screen.getByRole('textbox', { name: 'Email address' }), address)
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  await findCode()
  return { server, user, leave, sentCode: server.emails[0]?.code ?? '' }
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('says what to look for, but not whether an account exists', async () => {
  const { user } = await requestFor('Nobody@Example.test')
  const status = screen.getByText(/^If an account exists for/).closest('[role=status]')
  expect(status).toHaveTextContent('If an account exists for Nobody@Example.test, we have sent')
  const hint = await screen.findByText('recovery@latchkey.example')
  expect(hint).not.toBeVisible()
  await user.click(screen.getByText('No email?'))
  expect(hint).toBeVisible()
  expect(screen.getByText(/spam/)).toBeVisible()
  expect(screen.getByText(/The code works until/)).toBeVisible()
  expect(screen.queryByRole('link', { name: /mailbox/ })).not.toBeInTheDocument()
})

test('a demo links to its mailbox', async () => {
  const server = openFakeServer()
  server.settings.mailbox = 'http://localhost:3000/mailbox'
  await requestFor(demo.login, server)
  const link = await screen.findByRole('link', { name: /Open the mailbox/ })
  expect(link).toHaveAttribute('href', 'http://localhost:3000/mailbox')
})

test.each([
  ['has', true],
  ['lacks', false],
])('where a device %s a mouse and a keyboard, the code field is focused: %s', async (_, isFine) => {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: isFine && query === '(hover: hover) and (pointer: fine)',
  }))
  await requestFor(demo.login)
  expect(isFine ? code() : screen.getByRole('heading')).toHaveFocus()
})

test('there is one field, with six slots drawn behind it', async () => {
  await requestFor(demo.login)
  expect(screen.getAllByRole('textbox')).toEqual([code()])
  const slots = document.querySelector('[data-latchkey~=slots]')
  expect(slots).toHaveAttribute('aria-hidden', 'true')
  expect(slots?.children).toHaveLength(6)
})

test('phones can fill in the code', async () => {
  await requestFor(demo.login)
  expect(code()).toHaveAttribute('type', 'text')
  expect(code()).toHaveAttribute('inputmode', 'numeric')
  expect(code()).toHaveAttribute('autocomplete', 'one-time-code')
  expect(code()).not.toHaveAttribute('maxlength')
})

test('the sixth digit submits once, and the ticket is kept for this tab only', async () => {
  const { server, user, sentCode } = await requestFor(demo.login)
  await user.type(code(), sentCode)
  await atReset()
  expect(server.calls).toEqual(['request', 'verifyCode'])
  const kept = JSON.stringify([window.history.state, { ...window.localStorage }])
  expect(kept).not.toMatch(/TTTT/)
  expect(window.sessionStorage.getItem('latchkey.ticket')).toMatch(/TTTT/)
  expect(window.location.href).toMatch(/\/reset-password$/)
})

test('a pasted sentence is accepted', async () => {
  const { server, user, sentCode } = await requestFor(demo.login)
  await user.click(code())
  await user.paste(`Your code is ${sentCode.slice(0, 3)} ${sentCode.slice(3)}.`)
  await atReset()
  expect(server.calls).toEqual(['request', 'verifyCode'])
})

test('a wrong code is selected, and the page says how many tries are left', async () => {
  const { user } = await requestFor(demo.login)
  await user.type(code(), '000000')
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/4 tries left/))
  expect(code()).toBeInvalid()
  expect(code()).toHaveFocus()
  const { selectionStart, selectionEnd } = code() as HTMLInputElement
  expect([selectionStart, selectionEnd]).toEqual([0, 6])
  await user.keyboard('000001')
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/3 tries left/))
  expect(currentFlow()?.triesLeft).toBe(3)
})

test.each([
  ['', 'Enter the code'],
  ['12345', 'Some are missing'],
  ['12345678', 'You entered too many'],
  ['abc', 'only digits'],
])('"%s" is not sent, and the page says why', async (typed, words) => {
  const { server, user } = await requestFor(demo.login)
  await user.click(code())
  if (typed) await user.paste(typed)
  await user.click(go())
  await waitFor(() => expect(code()).toHaveAccessibleDescription(expect.stringContaining(words)))
  expect(code()).toHaveFocus()
  expect(server.calls).toEqual(['request'])
})

test('a reload keeps the step and the number of tries', async () => {
  const { server, user, leave } = await requestFor(demo.login)
  await user.type(code(), '000000')
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/4 tries left/))
  leave()
  openPage(paths.verify, { server })
  await user.type(await findCode(), '000001')
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/3 tries left/))
  expect(screen.getByText(demo.login)).toBeVisible()
})

test('after the last try the code field is closed, the link still works, and starting over gives new tries', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { server, user } = await requestFor(demo.login)
  for (const guess of ['000000', '000001', '000002', '000003', '000004']) {
    await user.clear(code())
    await user.type(code(), guess)
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(/left|no more codes/))
    await waitFor(() => expect(screen.queryByText('Checking…')).not.toBeInTheDocument())
  }
  expect(screen.getByRole('alert')).toHaveTextContent('The link in the email still works.')
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument()

  await user.click(screen.getByRole('button', { name: /Start over/ }))
  expect(server.emails).toHaveLength(1)
  act(() => vi.advanceTimersByTime(60_000))
  await user.click(screen.getByRole('button', { name: 'Start over' }))
  await user.type(await findCode(), server.emails[0]?.code ?? '')
  await atReset()
})

test('when the server accepts no more codes, the page closes the code field', async () => {
  const { server, user } = await requestFor(demo.login)
  server.refuseNext('verifyCode', refused('exhausted'))
  await user.type(code(), '000000')
  const alert = await screen.findByText(/Too many wrong codes/)
  expect(alert).toHaveRole('alert')
  expect(alert).toHaveFocus()
})

test('the email can be resent after a minute, which is announced once to screen readers', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { server, user } = await requestFor(demo.login)
  expect(resend()).toHaveAttribute('aria-disabled', 'true')
  expect(resend()).toHaveAccessibleName('Send again')
  await user.click(resend())
  expect(server.calls).toEqual(['request'])

  act(() => vi.advanceTimersByTime(60_000))
  expect(screen.getByText('You can request another email now.')).toHaveRole('status')
  await user.click(resend())
  expect(await screen.findByText(/we have sent another email/)).toBeVisible()
  expect(server.calls).toEqual(['request', 'resend'])
  expect(resend()).toHaveAttribute('aria-disabled', 'true')
  await user.type(code(), server.emails[1]?.code ?? '')
  await atReset()
})

test('resending for a request that was closed meanwhile makes a new request', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { server, user } = await requestFor(demo.login)
  await user.type(code(), '000000')
  await waitFor(() => expect(code()).toBeInvalid())
  server.refuseNext('resend', refused('expired'))
  act(() => vi.advanceTimersByTime(60_000))
  await user.click(resend())
  await waitFor(() => expect(server.calls).toEqual(['request', 'verifyCode', 'resend', 'request']))
  await waitFor(() => expect(code()).toHaveValue(''))
  expect(code()).toBeValid()
  expect(currentFlow()).toMatchObject({ requestId: server.emails[0]?.requestId, triesLeft: 5 })
})

test('a server error does not count as a try', async () => {
  const { server, user, sentCode } = await requestFor(demo.login)
  server.refuseNext('verifyCode', new Error('the database is away'))
  await user.type(code(), sentCode)
  expect(await screen.findByText(/We cannot do this right now/)).toBeVisible()
  expect(code()).toHaveValue(sentCode)
  expect(currentFlow()?.triesLeft).toBe(5)
  await user.click(go())
  await atReset()
})

test('moves on to sign-in once another tab has finished', async () => {
  await requestFor('ada@example.test')
  act(() => announceFinished('Ada@example.test'))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('Ada@example.test')
  expect(screen.getByText(/Your password was changed/)).toBeVisible()
  expect(currentFlow()).toBeUndefined()
})

test('a code that was used is known: Back leads on, and sends a new one only after the wait', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { server, user, sentCode } = await requestFor(demo.login)
  await user.type(code(), sentCode)
  await atReset()
  act(() => window.history.back())
  expect(
    await screen.findByRole('heading', { name: 'You have used this code already' }),
  ).toBeVisible()
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Choose a new password' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Start over' }))
  expect(server.emails).toHaveLength(1)

  act(() => vi.advanceTimersByTime(60_000))
  await user.click(screen.getByRole('button', { name: 'Start over' }))
  await user.type(await findCode(), server.emails[0]?.code ?? '')
  await atReset()
  expect(server.calls).toEqual(['request', 'verifyCode', 'request', 'verifyCode'])
})

test('another request within the minute after the code was used does not claim a new email', async () => {
  const { server, user, sentCode, leave } = await requestFor(demo.login)
  await user.type(code(), sentCode)
  await atReset()
  leave()
  const again = openPage(paths.forgotPassword, { server })
  await again.user.click(await screen.findByRole('button', { name: 'Send reset link' }))
  expect(
    await screen.findByRole('heading', { name: 'You have used this code already' }),
  ).toBeVisible()
  expect(screen.queryByText(/we have sent/)).not.toBeInTheDocument()
})

test('a code can be entered with its address in a browser that made no request', async () => {
  const { server, leave } = await requestFor(demo.login)
  leave()
  clearFlow()
  const { user } = openPage(paths.verify, { server })
  await user.type(await screen.findByRole('textbox', { name: 'Email address' }), demo.login)
  await user.type(code(), '000000')
  await user.click(go())
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/do not belong together/))
  await user.clear(code())
  await user.type(code(), server.emails[0]?.code ?? '')
  await user.click(go())
  await atReset()
  expect(server.calls).toEqual(['request', 'verifyCode', 'verifyCode'])
})

test('an address that Enter would send otherwise than it is shown, is shown before the code is tried', async () => {
  const { server, leave } = await requestFor(demo.login)
  leave()
  clearFlow()
  const { user } = openPage(paths.verify, { server })
  const address = await screen.findByRole('textbox', { name: 'Email address' })
  await user.type(code(), server.emails[0]?.code ?? '')
  await user.type(address, `${demo.login.replace('@', '\uff20')}{Enter}`)
  expect(await screen.findByRole('alert')).toHaveTextContent('Check it, then continue.')
  expect(address).toHaveValue(demo.login)
  expect(server.calls).toEqual(['request'])
  await user.keyboard('{Enter}')
  await atReset()
})

test('without a request in this tab it also leads to the start', async () => {
  const { user } = openPage(paths.verify)
  expect(screen.getByRole('heading', { name: 'Enter the code from your email' })).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'Request a code' }))
  expect(await screen.findByRole('heading', { name: 'Forgot your password?' })).toHaveFocus()
})

test('shows the words in the subject of the email', async () => {
  await requestFor(demo.login)
  const words = matchingWords(currentFlow()?.requestId ?? '', 'en').text
  expect(screen.getByText(words)).toBeVisible()
})

test.each([
  ['ada@gmail.com', 'Open Gmail', 'https://mail.google.com/'],
  ['Ada@HOTMAIL.com', 'Open Outlook', 'https://outlook.live.com/mail/'],
])('for %s there is a link to the webmail, without the address', async (address, name, url) => {
  await requestFor(address)
  const link = screen.getByRole('link', { name: `${name} (in a new tab)` })
  expect(link).toHaveAttribute('href', url)
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
})

test('people who finished on another device go on to sign-in, without a call to the server', async () => {
  const { server, user } = await requestFor('ada@example.test')
  await user.click(screen.getByRole('link', { name: /^Finished on another device/ }))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toHaveFocus()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('ada@example.test')
  expect(server.calls).toEqual(['request'])
})

test('warns before the code expires, and says when it may have', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  await requestFor(demo.login)
  act(() => vi.advanceTimersByTime(7 * 60_000))
  expect(screen.queryByText(/works for another/)).not.toBeInTheDocument()
  act(() => vi.advanceTimersByTime(65_000))
  expect(await screen.findByText(/works for another 2 minutes/)).toHaveRole('status')
  act(() => vi.advanceTimersByTime(2 * 60_000))
  expect(await screen.findByText(/may have expired by now/)).toHaveRole('status')
})
