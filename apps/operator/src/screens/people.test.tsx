import { say } from '@latchkey/operator'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openFakeOperators } from '../testing/fake-operators.ts'
import { openPage } from '../testing/open-page.tsx'

const field = () =>
  screen.findByRole('searchbox', { name: 'Address, or id of a request or an account' })

async function searchFor(subject: string, server = openFakeOperators()) {
  const page = openPage('/people', server)
  await page.user.type(await field(), `${subject}{Enter}`)
  return page
}

test('a person is found with account, requests and timeline, and the address is in no URL', async () => {
  await searchFor('bea@example.test')
  expect(await screen.findByText(/There is an account for/)).toBeVisible()
  expect(within(screen.getByRole('main')).getByText('Deutsch')).toBeVisible()
  const story = screen.getByRole('article')
  expect(within(story).getByText(/Asked from Firefox on Windows/)).toBeVisible()
  expect(within(story).getAllByText('535 5.7.8 Bad credentials').length).toBeGreaterThan(0)
  expect(window.location.href).not.toContain('bea')
})

test('an account without a language gets that of its requests, as `user show` says', async () => {
  const server = openFakeOperators()
  const { account } = server.state.person
  if (!account) throw new Error('the fake has an account')
  server.state.person = { ...server.state.person, account: { ...account, locale: null } }
  await searchFor('bea@example.test', server)
  expect(await screen.findByText('Not set: that of its requests')).toBeVisible()
})

test.each([
  ['', 'Enter an address, or the id of a request or an account.'],
  ['bea', 'This is neither an address nor the id of a request or an account.'],
])(
  'a search for "%s" is refused beside the field, and what was typed stays',
  async (typed, says) => {
    const { user, server } = openPage('/people')
    const box = await field()
    if (typed) await user.type(box, typed)
    await user.click(screen.getByRole('button', { name: 'Search' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(says)
    expect(box).toHaveFocus()
    expect(box).toHaveValue(typed)
    expect(box).toHaveAccessibleDescription(expect.stringContaining(says))
    expect(server.searched).toEqual([])
  },
)

test('an act says what happens, wants a reason, and shows what came of it', async () => {
  const { user, server } = await searchFor('bea@example.test')
  await user.click(await screen.findByRole('button', { name: 'Revoke everything' }))
  const dialog = screen.getByRole('dialog', { name: /Revoke everything of/ })
  expect(within(dialog).getByText('All devices are signed out.')).toBeVisible()
  const revoke = within(dialog).getByRole('button', { name: 'Revoke everything' })
  await user.click(revoke)
  expect(within(dialog).getByRole('alert')).toHaveTextContent('Say why, in a few words.')
  expect(server.acts).toEqual([])

  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), ' stolen phone ')
  await user.click(revoke)
  expect(await within(dialog).findByRole('status')).toHaveTextContent(
    'Revoked: 1 session ended, 2 links and codes cancelled. The password stays.',
  )
  expect(server.acts).toEqual([
    {
      act: 'revoke',
      about: 'bea@example.test',
      by: { operator: 'ada', reason: 'stolen phone' },
    },
  ])
  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  // What is shown now was asked for after the act.
  expect(server.searched).toEqual(['bea@example.test', 'bea@example.test'])
})

test.each([
  ['a tab, as pasted from a table', 'ticket\t4711', 'It must be one line'],
  ['a line separator', 'ticket\u2028 4711', 'It must be one line'],
  ['a mark that turns the direction', 'ticket \u202e4711', 'It must be one line'],
  ['nothing that can be seen', '\u200b', 'Say why, in a few words.'],
])('a reason with %s is refused beside the field, in words of its own', async (_, reason, says) => {
  const { user, server } = await searchFor('bea@example.test')
  await user.click(await screen.findByRole('button', { name: 'Revoke everything' }))
  const dialog = screen.getByRole('dialog')
  await user.click(within(dialog).getByRole('textbox', { name: 'Reason' }))
  await user.paste(reason)
  await user.click(within(dialog).getByRole('button', { name: 'Revoke everything' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent(says)
  expect(server.acts).toEqual([])
})

test('an act is not done as somebody who took over in another tab', async () => {
  const { user, server } = await searchFor('bea@example.test')
  await user.click(await screen.findByRole('button', { name: 'Revoke everything' }))
  const dialog = screen.getByRole('dialog')
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'stolen phone')
  server.enterElsewhere('grace')
  await user.click(within(dialog).getByRole('button', { name: 'Revoke everything' }))
  // The page looks who is here, and begins anew.
  expect(await screen.findByText('grace')).toBeVisible()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(server.acts).toEqual([])
})

test('an act that could not be done keeps the reason', async () => {
  const { user, server } = await searchFor('bea@example.test')
  await user.click(await screen.findByRole('button', { name: 'Disable the account' }))
  const dialog = screen.getByRole('dialog')
  const reason = within(dialog).getByRole('textbox', { name: 'Reason' })
  await user.type(reason, 'left the company')
  server.state.isAway = true
  await user.click(within(dialog).getByRole('button', { name: 'Disable the account' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('could not do this just now')
  expect(reason).toHaveValue('left the company')
})

test('nobody can choose a password here, and that is said where people look for it', async () => {
  await searchFor('bea@example.test')
  const acts = await screen.findByRole('region', { name: 'What you can do' })
  expect(acts).toHaveTextContent('Nobody can choose a password for somebody else here.')
  expect(within(acts).queryByRole('button', { name: /password/i })).toBeNull()
})

test('news about people are offered, because each search is audited', async () => {
  const { user, server } = await searchFor('bea@example.test')
  await screen.findByRole('article')
  server.state.person = {
    ...server.state.person,
    says: [say('account.disabled', { address: 'bea@example.test' })],
  }
  server.change('people')
  await user.click(await screen.findByRole('button', { name: 'Search again' }))
  expect(await screen.findByText(/is disabled/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Search again' })).toBeNull()
})

test('what happened twice is said twice, and once where it happened once', async () => {
  const server = openFakeOperators()
  const [first, second] = ['2026-11-19T08:00:00.000Z', '2026-11-20T08:00:00.000Z'] as const
  const revoked = (at: string) => say('account.revoked', { at })
  const [there] = server.state.person.says
  if (!there) throw new Error('the fake says something')
  server.state.person = { ...server.state.person, says: [there, revoked(first), revoked(second)] }
  const { user } = await searchFor('bea@example.test', server)
  const account = await screen.findByRole('region', { name: 'Account' })
  const times = () => within(account).getAllByText(/An operator revoked/)
  expect(times()).toHaveLength(2)
  server.state.person = { ...server.state.person, says: [revoked(second)] }
  server.change('people')
  await user.click(await screen.findByRole('button', { name: 'Search again' }))
  await waitFor(() => expect(times()).toHaveLength(1))
})

test('a link to a request searches for it, once', async () => {
  const id = '0190b0a0-0000-7000-8000-000000000001'
  const { server } = openPage(`/requests/${id}`)
  expect(await screen.findByRole('article')).toBeVisible()
  expect(server.searched).toEqual([id])
})
