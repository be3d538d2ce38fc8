import { say } from '@latchkey/operator'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openFakeOperators, waitingEmail } from '../testing/fake-operators.ts'
import { openPage } from '../testing/open-page.tsx'

test('an email that waits has its cause, the words of the server, advice, and a retry', async () => {
  const server = openFakeOperators()
  server.state.outcome = { status: 'done', says: say('act.email-hurried', {}) }
  const { user } = openPage('/emails', server)
  const row = (await screen.findByText('b**@example.test')).closest('li') as HTMLElement
  expect(row).toHaveTextContent('does not take this email from us')
  expect(within(row).getByText('535 5.7.8 Bad credentials')).toBeVisible()
  expect(row).toHaveTextContent('Correct what the answer says')
  await user.click(within(row).getByRole('button', { name: 'Try now' }))
  const dialog = screen.getByRole('dialog', { name: 'Try this email again?' })
  await user.type(within(dialog).getByRole('textbox'), 'credentials corrected{Enter}')
  expect(await within(dialog).findByText('It is tried now.')).toBeVisible()
  expect(server.acts).toMatchObject([{ act: 'retryEmail', about: waitingEmail.id }])
})

test('the dialog stays when the row that it is about disappears', async () => {
  const { user, server } = openPage('/emails')
  await user.click(await screen.findByRole('button', { name: 'Try now' }))
  server.state.emails = []
  server.change('emails')
  expect(await screen.findByText('There is no such email.')).toBeVisible()
  expect(screen.getByRole('dialog')).toBeVisible()
})

test('a state is in the address, so that it can be shared and kept', async () => {
  const { user } = openPage('/emails?state=dead')
  expect(await screen.findByRole('radio', { name: 'Given up' })).toBeChecked()
  expect(await screen.findByText('There is no such email.')).toBeVisible()
  await user.click(screen.getByRole('radio', { name: 'Waiting' }))
  expect(await screen.findByText('b**@example.test')).toBeVisible()
  expect(window.location.search).toBe('?state=delayed')
})

test('limits that refused something are a table, the others are folded away', async () => {
  const server = openFakeOperators()
  const [limit] = server.state.limits
  if (!limit) throw new Error('the fake has a limit')
  const quiet = { ...limit, limit: 'guess-in-a-row' as const, size: 10 }
  server.state.limits.push({ ...quiet, lastHour: 0, lastDay: 0, lastWeek: 0, lastHourAt: null })
  openPage('/limits', server)
  const row = await screen.findByRole('row', { name: /Requests from one network/ })
  expect(row).toHaveTextContent('20 in 1 hour')
  expect(
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['1', '4', '9'])
  expect(screen.getByText('1 limit that refused nothing')).toBeVisible()
})

test('an event that did not arrive can be delivered again', async () => {
  const { user, server } = openPage('/webhooks')
  expect(await screen.findByText('https://crm.example.test')).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'Deliver again' }))
  const dialog = screen.getByRole('dialog')
  await user.type(within(dialog).getByRole('textbox'), 'repaired{Enter}')
  await within(dialog).findByRole('status')
  expect(server.acts).toMatchObject([{ act: 'retryEvent', by: { reason: 'repaired' } }])
})

test('what an operator dropped is called so, and is not offered to be delivered again', async () => {
  const server = openFakeOperators()
  const [first] = server.state.events
  if (!first) throw new Error('the fake has an event')
  const dropped = { webhook: 'gone', state: 'dropped', attempts: 3, answer: null } as const
  server.state.events = [{ ...first, mayRetry: false, deliveries: [{ ...dropped, nextAt: null }] }]
  openPage('/webhooks', server)
  expect(await screen.findByText('Dropped by an operator')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Deliver again' })).toBeNull()
})

test('without a webhook, the screen says how to have one', async () => {
  const server = openFakeOperators()
  server.state.webhooks = []
  openPage('/webhooks', server)
  expect(await screen.findByText('WEBHOOK_URL')).toBeVisible()
})

test('the audit trail has who, what and why, in pages, and can be filtered', async () => {
  const server = openFakeOperators()
  const [first] = server.state.audit
  if (!first) throw new Error('the fake has an entry')
  server.state.audit.push({ ...first, id: '6', kind: 'searched', outcome: 'address', reason: null })
  const { user } = openPage('/audit', server)
  const list = await screen.findByRole('region', { name: 'All' })
  expect(await within(list).findByText('Everything of one account was revoked')).toBeVisible()
  expect(list).toHaveTextContent('By ada · Reason: stolen phone')
  await user.click(within(list).getByRole('button', { name: 'Show older ones' }))
  expect(await within(list).findByText('An operator searched for an address')).toBeVisible()
  expect(within(list).getByText('2 entries')).toBeVisible()

  await user.selectOptions(screen.getByRole('combobox', { name: 'What happened' }), 'searched')
  await user.click(screen.getByRole('button', { name: 'Filter' }))
  const found = await screen.findByRole('region', { name: 'Found' })
  expect(await within(found).findByText('An operator searched for an address')).toBeVisible()
})

test('an entry says how many it is about, and why, also without the name of an operator', async () => {
  const server = openFakeOperators()
  const [first] = server.state.audit
  if (!first) throw new Error('the fake has an entry')
  const imported = { ...first, kind: 'accounts-imported', outcome: 'added', accountId: null }
  server.state.audit = [{ ...imported, operator: null, reason: 'moved here', count: 12_000 }]
  openPage('/audit', server)
  const list = await screen.findByRole('region', { name: 'All' })
  await screen.findByText('moved here')
  expect(list).toHaveTextContent('Number: 12,000 · Reason: moved here')
})

test('half an id is refused beside the field', async () => {
  const { user } = openPage('/audit')
  await user.type(await screen.findByRole('textbox', { name: 'Id of a request' }), '0190{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter the whole id')
})

test('an entry of a kind that this page does not know is shown as it is', async () => {
  const server = openFakeOperators()
  const [first] = server.state.audit
  if (!first) throw new Error('the fake has an entry')
  server.state.audit = [{ ...first, kind: 'of-a-newer-server', outcome: 'done' }]
  openPage('/audit', server)
  expect(await screen.findByText('of-a-newer-server: done')).toBeVisible()
})
