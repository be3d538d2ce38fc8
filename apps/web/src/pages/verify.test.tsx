import { matchingWords } from '@latchkey/wording'
import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { announceFinished } from '../flow/finished-elsewhere.ts'
import { currentFlow } from '../flow/recovery-flow.ts'
import { paths } from '../paths.ts'
import { demo, type FakeServer, openFakeServer, refused } from '../testing/fake-server.ts'
import { openPage } from '../testing/open-page.tsx'

const code = () => screen.getByRole('textbox', { name: 'Code from the mail' })
const findCode = () => screen.findByRole('textbox', { name: 'Code from the mail' })
const go = () => screen.getByRole('button', { name: 'Continue' })
const sendAgain = () => screen.getByRole('button', { name: /Send again/ })
const atReset = () => screen.findByRole('heading', { name: 'Choose a new password' })

async function askedFor(address: string, testbed: FakeServer = openFakeServer()) {
  const { user, leave } = openPage(paths.forgotPassword, { testbed })
  await user.type(screen.getByRole('textbox', { name: 'Email address' }), address)
  await user.click(screen.getByRole('button', { name: 'Send reset link' }))
  await findCode()
  return { testbed, user, leave, mailedCode: testbed.mails[0]?.code ?? '' }
}

afterEach(() => {
  vi.useRealTimers()
})

test('says what to look for without saying whether an account exists', async () => {
  await askedFor('Nobody@Example.test')
  const status = screen.getByText(/^If an account exists for/)
  expect(status).toHaveRole('status')
  expect(status).toHaveTextContent('If an account exists for Nobody@Example.test, we have sent')
  expect(await screen.findByText('recovery@latchkey.example')).toBeVisible()
  expect(screen.getByText(/spam/)).toBeVisible()
  expect(screen.getByText(/The code works until/)).toBeVisible()
  expect(screen.queryByRole('link', { name: /mailbox/ })).not.toBeInTheDocument()
})

test('a demo points to its mailbox', async () => {
  const testbed = openFakeServer()
  testbed.settings.mailbox = 'http://localhost:3000/mailbox'
  await askedFor(demo.login, testbed)
  const link = await screen.findByRole('link', { name: /Open the mailbox/ })
  expect(link).toHaveAttribute('href', 'http://localhost:3000/mailbox')
})

test('is one box that phones can fill in', async () => {
  await askedFor(demo.login)
  expect(code()).toHaveAttribute('type', 'text')
  expect(code()).toHaveAttribute('inputmode', 'numeric')
  expect(code()).toHaveAttribute('autocomplete', 'one-time-code')
  expect(code()).not.toHaveAttribute('maxlength')
})

test('the sixth digit submits, once, and the ticket stays out of every storage', async () => {
  const { testbed, user, mailedCode } = await askedFor(demo.login)
  await user.type(code(), mailedCode)
  await atReset()
  expect(testbed.calls).toEqual(['request', 'verifyCode'])
  const kept = JSON.stringify([window.history.state, { ...window.sessionStorage }])
  expect(kept).not.toMatch(/TTTT/)
  expect(window.location.href).toMatch(/\/reset-password$/)
})

test('a pasted sentence will do', async () => {
  const { testbed, user, mailedCode } = await askedFor(demo.login)
  await user.click(code())
  await user.paste(`Your code is ${mailedCode.slice(0, 3)} ${mailedCode.slice(3)}.`)
  await atReset()
  expect(testbed.calls).toEqual(['request', 'verifyCode'])
})

test('a wrong code says how many tries are left, and is selected to be typed anew', async () => {
  const { user } = await askedFor(demo.login)
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
  ['12345678', 'These are more'],
  ['abc', 'digits only'],
])('"%s" is not sent, and the page says why', async (typed, words) => {
  const { testbed, user } = await askedFor(demo.login)
  await user.click(code())
  if (typed) await user.paste(typed)
  await user.click(go())
  await waitFor(() => expect(code()).toHaveAccessibleDescription(expect.stringContaining(words)))
  expect(code()).toHaveFocus()
  expect(testbed.calls).toEqual(['request'])
})

test('a reload keeps the step and the count', async () => {
  const { testbed, user, leave } = await askedFor(demo.login)
  await user.type(code(), '000000')
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/4 tries left/))
  leave()
  openPage(paths.verify, { testbed })
  await user.type(await findCode(), '000001')
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/3 tries left/))
  expect(screen.getByText(demo.login)).toBeVisible()
})

test('after the last try codes are closed, the link is not, and a fresh start has new tries', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { testbed, user } = await askedFor(demo.login)
  for (const guess of ['000000', '000001', '000002', '000003', '000004']) {
    await user.clear(code())
    await user.type(code(), guess)
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(/left|closed/))
    await waitFor(() => expect(screen.queryByText('Checking…')).not.toBeInTheDocument())
  }
  expect(screen.getByRole('alert')).toHaveTextContent('The link in the mail still works.')
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument()

  await user.click(screen.getByRole('button', { name: /Start afresh/ }))
  expect(testbed.mails).toHaveLength(1)
  act(() => vi.advanceTimersByTime(60_000))
  await user.click(screen.getByRole('button', { name: 'Start afresh' }))
  await user.type(await findCode(), testbed.mails[0]?.code ?? '')
  await atReset()
})

test('codes closed by the server are closed on the page', async () => {
  const { testbed, user } = await askedFor(demo.login)
  testbed.refuseNext('verifyCode', refused('exhausted'))
  await user.type(code(), '000000')
  const alert = await screen.findByText(/Too many wrong codes/)
  expect(alert).toHaveRole('alert')
  expect(alert).toHaveFocus()
})

test('the mail can be sent again after a minute, which is told once to screen readers', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { testbed, user } = await askedFor(demo.login)
  expect(sendAgain()).toHaveAttribute('aria-disabled', 'true')
  expect(sendAgain()).toHaveAccessibleName('Send again')
  await user.click(sendAgain())
  expect(testbed.calls).toEqual(['request'])

  act(() => vi.advanceTimersByTime(60_000))
  expect(screen.getByText('You can have the mail sent again now.')).toHaveRole('status')
  await user.click(sendAgain())
  expect(await screen.findByText(/we have sent another mail/)).toBeVisible()
  expect(testbed.calls).toEqual(['request', 'resend'])
  expect(sendAgain()).toHaveAttribute('aria-disabled', 'true')
  await user.type(code(), testbed.mails[1]?.code ?? '')
  await atReset()
})

test('"Send again" for a request that was closed meanwhile asks anew', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { testbed, user } = await askedFor(demo.login)
  await user.type(code(), '000000')
  await waitFor(() => expect(code()).toBeInvalid())
  testbed.refuseNext('resend', refused('expired'))
  act(() => vi.advanceTimersByTime(60_000))
  await user.click(sendAgain())
  await waitFor(() => expect(testbed.calls).toEqual(['request', 'verifyCode', 'resend', 'request']))
  await waitFor(() => expect(code()).toHaveValue(''))
  expect(code()).toBeValid()
  expect(currentFlow()).toMatchObject({ requestId: testbed.mails[0]?.requestId, triesLeft: 5 })
})

test('trouble on the way charges no try', async () => {
  const { testbed, user, mailedCode } = await askedFor(demo.login)
  testbed.refuseNext('verifyCode', new Error('the database is away'))
  await user.type(code(), mailedCode)
  expect(await screen.findByText(/We cannot do this right now/)).toBeVisible()
  expect(code()).toHaveValue(mailedCode)
  expect(currentFlow()?.triesLeft).toBe(5)
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await atReset()
})

test('moves on to sign-in when another tab has finished', async () => {
  await askedFor('ada@example.test')
  act(() => announceFinished('Ada@example.test'))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('Ada@example.test')
  expect(screen.getByText(/Your password was changed/)).toBeVisible()
  expect(currentFlow()).toBeUndefined()
})

test('without a request in this tab it points to the start', async () => {
  const { user } = openPage(paths.verify)
  expect(screen.getByRole('heading', { name: 'Nothing is waiting here' })).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'Ask for a code' }))
  expect(await screen.findByRole('heading', { name: 'Forgot your password?' })).toHaveFocus()
})

test('shows the words by which people know their mail', async () => {
  await askedFor(demo.login)
  const words = matchingWords(currentFlow()?.requestId ?? '')
  expect(screen.getByText(words)).toBeVisible()
})

test.each([
  ['ada@gmail.com', 'Open Gmail', 'https://mail.google.com/'],
  ['Ada@HOTMAIL.com', 'Open Outlook', 'https://outlook.live.com/mail/'],
])('the mail of %s is one press away, and the address stays here', async (address, name, url) => {
  await askedFor(address)
  const link = screen.getByRole('link', { name: `${name} (in a new tab)` })
  expect(link).toHaveAttribute('href', url)
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
})

test('whoever finished on another device goes on to sign in, and the server is not asked', async () => {
  const { testbed, user } = await askedFor('ada@example.test')
  await user.click(screen.getByRole('link', { name: /finished on another device/ }))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toHaveFocus()
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('ada@example.test')
  expect(testbed.calls).toEqual(['request'])
})

test('says before the code ends, and when it may have', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  await askedFor(demo.login)
  act(() => vi.advanceTimersByTime(7 * 60_000))
  expect(screen.queryByText(/works for another/)).not.toBeInTheDocument()
  act(() => vi.advanceTimersByTime(65_000))
  expect(await screen.findByText(/works for another 2 minutes/)).toHaveRole('status')
  act(() => vi.advanceTimersByTime(2 * 60_000))
  expect(await screen.findByText(/may have expired by now/)).toHaveRole('status')
})
