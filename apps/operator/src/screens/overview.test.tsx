import { type HealthCheck, say } from '@latchkey/operator'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openFakeOperators } from '../testing/fake-operators.ts'
import { openPage } from '../testing/open-page.tsx'

const part = (name: string) => screen.findByRole('region', { name })

test('where all is well, that is said, with the steps of the recoveries and their rates', async () => {
  openPage('/')
  expect(await screen.findByText('Nothing needs you right now.')).toBeVisible()
  const recoveries = await part('Recoveries')
  const steps = within(recoveries).getAllByRole('listitem').slice(0, 4)
  expect(steps.map(({ textContent }) => textContent)).toEqual([
    'Asked for an email9',
    'Were sent a link667% of the step before',
    'Opened the link or entered the code350% of the step before',
    'Changed the password267% of the step before',
  ])
  const reasons = within(recoveries)
    .getAllByRole('term')
    .map(({ textContent }) => textContent)
  expect(reasons).toEqual([
    'Sent without a link: the account has no password, because it signs in elsewhere.',
    'Not sent: no account had this address.',
    'Waiting',
  ])
})

test('what needs somebody comes first, the worst at the top, and leads to its screen', async () => {
  const server = openFakeOperators()
  server.state.overview = {
    ...server.state.overview,
    trouble: say('mail.trouble', {
      failure: 'setup',
      since: '2026-11-20T13:00:00Z',
      triedAt: '2026-11-20T13:05:00Z',
      nextTryAt: '2026-11-20T13:15:00Z',
      answer: '535 5.7.8 Bad credentials',
    }),
    emails: { waiting: 3, failed: 1 },
    limits: server.state.limits,
    health: [{ part: 'worker', status: 'problem', says: say('health.worker-silent', {}) }],
  }
  openPage('/', server)
  const items = within(await part('What needs you')).getAllByRole('listitem')
  expect(items.map(({ textContent }) => textContent?.slice(0, 42))).toEqual([
    expect.stringContaining('Problem: No email has left since'),
    expect.stringContaining('Problem: The worker of this process has en'),
    expect.stringContaining('Problem: 1 email was given up.'),
    expect.stringContaining('To watch: Limits refused something in the '),
  ])
  expect(items[0]).toHaveTextContent('535 5.7.8 Bad credentials')
  expect(within(items[2] as HTMLElement).getByRole('link')).toHaveAttribute(
    'href',
    '/emails?state=dead',
  )
})

test('a change appears by itself, without taking the focus', async () => {
  const { server } = openPage('/')
  const range = await screen.findByRole('radio', { name: '7 days' })
  expect(await screen.findByText('Live')).toBeVisible()
  range.focus()
  server.state.overview = { ...server.state.overview, emails: { waiting: 0, failed: 2 } }
  server.change('overview')
  expect(await screen.findByText('2 emails were given up.')).toBeVisible()
  expect(range).toHaveFocus()
})

test('each of two warnings about one part goes when its cause is gone', async () => {
  const server = openFakeOperators()
  const removed = say('health.webhooks-removed', { jobs: 1, webhooks: ['gone'] })
  const behind = say('health.webhooks-behind', { waiting: 2, seconds: 600 })
  const show = (health: HealthCheck[]) => {
    server.state.overview = { ...server.state.overview, health }
    server.change('overview')
  }
  show([
    { part: 'worker', status: 'problem', says: say('health.worker-silent', {}) },
    { part: 'worker', status: 'ok', says: say('health.leases', { jobs: 2, seconds: 5 }) },
    { part: 'removed-webhooks', status: 'warning', says: removed },
    { part: 'webhooks', status: 'problem', says: behind },
  ])
  openPage('/', server)
  const lists = await Promise.all([part('What needs you'), part('Workers and queue')])
  const shown = () => lists.map((list) => within(list).queryAllByRole('listitem').length)
  expect(shown()).toEqual([3, 4])
  show([{ part: 'removed-webhooks', status: 'warning', says: removed }])
  await waitFor(() => expect(screen.queryByText(/2 events wait/)).toBeNull())
  expect(shown()).toEqual([1, 1])
  for (const list of lists) expect(list).toHaveTextContent('1 event waits for a webhook')
})

test('what waits for removed webhooks does not contradict those of the settings', async () => {
  const server = openFakeOperators()
  const removed = say('health.webhooks-removed', { jobs: 65, webhooks: ['app', 'siem'] })
  server.state.overview = {
    ...server.state.overview,
    health: [
      { part: 'removed-webhooks', status: 'warning', says: removed },
      { part: 'webhooks', status: 'ok', says: say('health.webhooks-hear', { waiting: 0 }) },
    ],
  }
  openPage('/', server)
  const items = within(await part('Workers and queue')).getAllByRole('listitem')
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Removed webhooks To watch\. 65 events wait/),
    'Webhooks All right. No event waits.',
  ])
  expect(items[0]).toHaveTextContent('latchkey events drop app, latchkey events drop siem')
})

test('another span of time is one press away', async () => {
  const { user } = openPage('/')
  await user.click(await screen.findByRole('radio', { name: '7 days' }))
  expect(within(await part('Recoveries')).getByText('80')).toBeVisible()
})

test('without a request, the page says what will happen', async () => {
  const server = openFakeOperators()
  const { funnels } = server.state.overview
  if (!funnels) throw new Error('the fake has funnels')
  const empty = { ...funnels.today, asked: 0 }
  server.state.overview = { ...server.state.overview, funnels: { ...funnels, today: empty } }
  openPage('/', server)
  expect(await screen.findByText('The first request appears here by itself.')).toBeVisible()
})
