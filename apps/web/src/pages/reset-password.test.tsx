import { announceFinished, holdSecret, startFlow } from '@latchkey/react/app'
import { demo, openFakeServer, refused, serve } from '@latchkey/react/testing'
import { act, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Connection } from '../api.ts'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

const good = 'quiet amber otter'
const password = () => screen.getByLabelText('New password')
const again = () => screen.getByLabelText('Confirm new password')
const save = () => screen.getByRole('button', { name: 'Save new password' })
const atSignIn = () => screen.findByRole('heading', { name: 'Sign in' })

async function openLink(server = openFakeServer(), connection: Connection = {}) {
  const address = `${paths.resetPassword}#token=${server.newToken()}`
  const opened = openPage(address, { server, connection })
  await screen.findByLabelText('New password')
  return opened
}

test('the token is removed from the address at once and checked once', async () => {
  const server = openFakeServer()
  const link = server.newToken()
  openPage(`${paths.resetPassword}?token=${link}`, { server })
  expect(window.location.href).not.toContain(link)
  await screen.findByLabelText('New password')
  expect(server.calls).toEqual(['verifyToken'])
})

test('password managers find the account before the password', async () => {
  await openLink()
  const login = screen.getByRole('textbox', { name: 'Account' })
  expect(login).toHaveValue(demo.login)
  expect(login).toHaveAttribute('autocomplete', 'username')
  expect(login).toHaveAttribute('readonly')
  expect(login.compareDocumentPosition(password())).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  expect(password()).toHaveAttribute('autocomplete', 'new-password')
  await waitFor(() =>
    expect(password()).toHaveAttribute('passwordrules', 'minlength: 8; maxlength: 256;'),
  )
  expect(password()).not.toHaveAttribute('minlength')
  expect(password()).not.toHaveAttribute('maxlength')
})

test('a new password is saved, announced, and leads to sign-in with the address filled in', async () => {
  startFlow({ requestId: 'r', resendAfterSeconds: 60, codeExpiresAt: '' }, demo.login)
  const { server, user } = await openLink()
  const heard: unknown[] = []
  const channel = new BroadcastChannel('latchkey-recovery')
  channel.onmessage = ({ data }) => heard.push(data)

  const entries = window.history.length
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  await atSignIn()
  expect(window.history).toHaveLength(entries)
  expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue(demo.login)
  expect(screen.getByText(/Your password was changed/)).toHaveRole('status')
  expect(screen.queryByLabelText('New password')).not.toBeInTheDocument()
  expect(server.calls).toEqual(['verifyToken', 'reset'])
  expect(JSON.stringify({ ...window.sessionStorage })).not.toMatch(/[\w-]{43}|@/)
  await waitFor(() => expect(heard).toEqual([{ event: 'finished', login: demo.login }]))
  channel.close()
})

test('no other page is shown between saving and sign-in', async () => {
  const { user } = await openLink()
  const titles = new Set<string>()
  const watch = new MutationObserver(() => {
    titles.add(screen.queryByRole('heading')?.textContent ?? '')
  })
  watch.observe(document.body, { childList: true, subtree: true, characterData: true })
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  await atSignIn()
  await waitFor(() => expect([...titles]).toEqual(['Choose a new password', 'Sign in']))
  watch.disconnect()
})

test('the field says while Caps Lock is on', async () => {
  const { user } = await openLink()
  await user.type(password(), 'a')
  expect(screen.queryByText('Caps Lock is on.')).not.toBeInTheDocument()
  await user.type(again(), '{CapsLock}b')
  expect(screen.getByText('Caps Lock is on.')).toHaveRole('status')
  await user.type(again(), '{CapsLock}c')
  expect(screen.queryByText('Caps Lock is on.')).not.toBeInTheDocument()
})

test('a space at the end is said, once nobody types any more', async () => {
  const { user } = await openLink()
  const said = () => screen.queryByText('It begins or ends with a space, which is part of it.')
  await user.type(password(), 'correct ')
  expect(said()).not.toBeInTheDocument()
  await waitFor(() => expect(said()).toHaveRole('status'))
  await user.type(password(), 'horse')
  expect(said()).not.toBeInTheDocument()
})

test('the password is typed twice only while it is hidden', async () => {
  const { user } = await openLink()
  expect(password()).toHaveAttribute('type', 'password')
  await user.click(screen.getByRole('button', { name: 'Show new password' }))
  expect(password()).toHaveAttribute('type', 'text')
  expect(screen.queryByLabelText('Confirm new password')).not.toBeInTheDocument()
  await user.type(password(), good)
  await user.click(save())
  await atSignIn()
})

test('two different passwords are refused before anything is sent', async () => {
  const server = openFakeServer()
  const fetch = vi.fn(serve(server))
  const { user } = await openLink(server, { fetch })
  await user.type(password(), good)
  await user.type(again(), 'quiet amber otten')
  fetch.mockClear()
  await user.click(save())
  expect(again()).toHaveAccessibleDescription(/The passwords do not match/)
  expect(again()).toHaveFocus()
  expect(fetch).not.toHaveBeenCalled()
})

test.each([
  ['', 'Enter a new password.'],
  ['short', 'Use at least 8 characters.'],
])('"%s" is refused without a call', async (typed, words) => {
  const { server, user } = await openLink()
  await screen.findByText(/At least 8 characters/)
  if (typed) await user.type(password(), typed)
  await user.click(save())
  expect(password()).toHaveAccessibleDescription(expect.stringContaining(words))
  expect(password()).toHaveFocus()
  expect(server.calls).toEqual(['verifyToken'])
})

test('the page says in words whether the length is met, and counts an emoji as one character', async () => {
  const { user } = await openLink()
  await screen.findByText('At least 8 characters')
  await user.type(password(), '🦦🦦🦦🦦🦦🦦🦦')
  expect(screen.getByText('At least 8 characters: one more needed')).toBeVisible()
  await user.type(password(), '🦦')
  expect(screen.getByText('At least 8 characters: long enough')).toBeVisible()
})

test('after a refused password the link still works, the text is kept, and all reasons are shown', async () => {
  const { server, user } = await openLink()
  server.refuseNext('reset', {
    status: 'refused',
    reason: 'password-rejected',
    reasons: ['PASSWORD_COMMON', 'PASSWORD_CONTEXT'],
  })
  await user.type(password(), 'password1')
  await user.type(again(), 'password1')
  await user.click(save())
  await waitFor(() => expect(password()).toBeInvalid())
  expect(password()).toHaveAccessibleDescription(/Too many people use this one/)
  expect(password()).toHaveAccessibleDescription(/too close to your address/)
  expect(password()).toHaveFocus()
  expect(password()).toHaveValue('password1')
  // The rule that was broken is marked, until another password is typed.
  const rule = screen.getByText(/^Not one that many people use/).closest('li')
  expect(rule).toHaveAttribute('data-latchkey', expect.stringContaining('is-refused'))
  expect(rule).toHaveTextContent('(not met)')
  await user.type(password(), '!')
  expect(rule).not.toHaveAttribute('data-latchkey', expect.stringContaining('is-refused'))

  await user.clear(password())
  await user.type(password(), good)
  await user.clear(again())
  await user.type(again(), good)
  await user.click(save())
  await atSignIn()
})

test('a dead link offers a new one, for the address of this tab’s request', async () => {
  startFlow({ requestId: 'r', resendAfterSeconds: 0, codeExpiresAt: '' }, demo.login)
  const { user } = openPage(`${paths.resetPassword}#token=${'x'.repeat(42)}A`)
  expect(await screen.findByRole('heading', { name: 'This link no longer works' })).toHaveFocus()
  await waitFor(() => expect(document.title).toMatch(/^This link no longer works/))
  await user.click(screen.getByRole('link', { name: 'Send a new link' }))
  expect(await screen.findByRole('textbox', { name: 'Email address' })).toHaveValue(demo.login)
})

test('a link that expires while the password is typed is replaced in place', async () => {
  const { server, user } = await openLink()
  server.refuseNext('reset', refused('expired'))
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  expect(await screen.findByRole('alert')).toHaveFocus()
  expect(screen.getByRole('alert')).toHaveTextContent('Your time ran out')
  // What leads on is the loudest button, not the one that cannot succeed.
  expect(save()).toHaveAttribute('aria-disabled', 'true')
  expect(save()).not.toHaveAttribute('data-latchkey', expect.stringContaining('is-primary'))
  expect(screen.getByRole('button', { name: 'Send a new code' })).toHaveAttribute(
    'data-latchkey',
    expect.stringContaining('is-primary'),
  )
  await user.click(save())
  expect(server.calls).toEqual(['verifyToken', 'reset'])

  await user.click(screen.getByRole('button', { name: 'Send a new code' }))
  expect(await screen.findByText(/A new email is on its way/)).toBeVisible()
  expect(server.emails[0]?.to).toBe(demo.login)
  await user.type(screen.getByLabelText('Code from the email'), server.emails[0]?.code ?? '')
  expect(await screen.findByText(/the code is right/)).toBeVisible()
  expect(save()).toHaveAttribute('data-latchkey', expect.stringContaining('is-primary'))
  expect(password()).toHaveValue(good)
  expect(JSON.stringify([window.history.state, { ...window.sessionStorage }])).not.toContain(good)
  await user.click(save())
  await atSignIn()
})

test('a ticket that expires is replaced in place, too', async () => {
  const server = openFakeServer()
  const at = new Date(Date.now() + 600_000).toISOString()
  holdSecret({ kind: 'ticket', token: server.newToken(), login: demo.login, expiresAt: at })
  const { user } = openPage(paths.resetPassword, { server })
  expect(server.calls).toEqual([])
  server.refuseNext('reset', refused('expired'))
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  expect(await screen.findByRole('button', { name: 'Send a new code' })).toBeVisible()
  expect(password()).toHaveValue(good)
})

test('the page warns two minutes before the ticket expires', async () => {
  const server = openFakeServer()
  const at = new Date(Date.now() + 90_000).toISOString()
  holdSecret({ kind: 'ticket', token: server.newToken(), login: demo.login, expiresAt: at })
  openPage(paths.resetPassword, { server })
  expect(await screen.findByText('You have another 2 minutes for this.')).toHaveRole('status')
  expect(screen.getByRole('button', { name: 'Send a new code' })).toBeVisible()
})

test('after a rate limit the link can be checked again', async () => {
  const server = openFakeServer()
  server.refuseNext('verifyToken', {
    status: 'refused',
    reason: 'rate-limited',
    retryAfterSeconds: 30,
  })
  const { user } = openPage(`${paths.resetPassword}#token=${server.newToken()}`, { server })
  expect(await screen.findByRole('alert')).toHaveTextContent('You can try again in 30 seconds.')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByLabelText('New password')).toBeVisible()
})

test('after a server error the link can be checked again', async () => {
  const server = openFakeServer()
  server.refuseNext('verifyToken', new Error('the database is away'))
  const { user } = openPage(`${paths.resetPassword}#token=${server.newToken()}`, { server })
  expect(await screen.findByRole('alert')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByLabelText('New password')).toBeVisible()
})

test('after a server error the typed password is kept', async () => {
  const { server, user } = await openLink()
  server.refuseNext('reset', new Error('the database is away'))
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  expect(await screen.findByRole('alert')).toHaveFocus()
  expect(password()).toHaveValue(good)
  await user.click(save())
  await atSignIn()
})

test('after a reload the link is forgotten, and the page says that it can be opened again', async () => {
  openPage(paths.resetPassword)
  expect(screen.getByRole('heading', { name: 'Open the link once more' })).toBeVisible()
  expect(screen.getByRole('link', { name: 'Send a new link' })).toHaveAttribute(
    'href',
    paths.forgotPassword,
  )
})

test('after a reload the ticket is still there, and is checked again', async () => {
  const server = openFakeServer()
  window.sessionStorage.setItem('latchkey.ticket', server.newToken())
  const { user } = openPage(paths.resetPassword, { server })
  expect(await screen.findByRole('textbox', { name: 'Account' })).toHaveValue(demo.login)
  expect(server.calls).toEqual(['verifyToken'])
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  await atSignIn()
  expect(window.sessionStorage.getItem('latchkey.ticket')).toBeNull()
})

test('after a reload the ticket may be over, and the page does not speak of a link', async () => {
  window.sessionStorage.setItem('latchkey.ticket', `${'x'.repeat(42)}A`)
  openPage(paths.resetPassword)
  expect(await screen.findByRole('heading', { name: 'Your time ran out' })).toBeVisible()
  expect(screen.getByText(/Your code was right/)).toBeVisible()
  expect(window.sessionStorage.getItem('latchkey.ticket')).toBeNull()
})

test('after the change, this tab says that it is done instead of asking for the link', async () => {
  const { server, user, leave } = await openLink()
  await user.type(password(), good)
  await user.type(again(), good)
  await user.click(save())
  await atSignIn()
  leave()
  for (const path of [paths.resetPassword, paths.verify]) {
    const { leave } = openPage(path, { server })
    expect(
      await screen.findByRole('heading', { name: 'Your password is changed already' }),
    ).toBeVisible()
    leave()
  }
})

test('a link that was cut says so without asking the server, and offers the code', async () => {
  const { server, user } = openPage(`${paths.resetPassword}#token=cut`)
  expect(screen.getByRole('heading', { name: 'This link is not complete' })).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'Enter the code instead' }))
  expect(
    await screen.findByRole('heading', { name: 'Enter the code from your email' }),
  ).toBeVisible()
  expect(server.calls).toEqual([])
})

test.each([-1, 1])('a clock that is set by a day (%i) does not end the time', async (days) => {
  await openLink()
  const { now } = Date
  vi.spyOn(Date, 'now').mockImplementation(() => now() + days * 86_400_000)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(screen.queryByText(/ran out|You have another/)).not.toBeInTheDocument()
})

test('a second tab of the same account moves on once the first has finished', async () => {
  await openLink()
  act(() => announceFinished('somebody@else.test'))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(password()).toBeVisible()
  act(() => announceFinished(demo.login))
  await atSignIn()
})
