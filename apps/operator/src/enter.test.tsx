import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openFakeOperators } from './testing/fake-operators.ts'
import { openPage } from './testing/open-page.tsx'

const outside = () => openFakeOperators({ entered: false })

test('without a link, the page says where links come from', async () => {
  openPage('/', outside())
  expect(await screen.findByText(/Run/)).toBeVisible()
  expect(screen.getByText('latchkey operator')).toBeVisible()
  expect(screen.queryByRole('navigation')).toBeNull()
  await waitFor(() => expect(document.title).toBe('For operators · Example'))
})

test('a link enters once, and its secret leaves the address before anything is asked', async () => {
  const { leave } = openPage('/enter#token=good', outside())
  expect(window.location.hash).toBe('')
  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(window.location.pathname).toBe('/')
  leave()
})

test.each([
  ['used', /was used before/],
  ['expired', /has expired/],
  ['nonsense', /does not know the link/],
])('a link that is %s says so, and how to get another one', async (token, says) => {
  openPage(`/enter#token=${token}`, outside())
  expect(await screen.findByRole('alert')).toHaveTextContent(says)
  expect(screen.getAllByText('latchkey operator').length).toBeGreaterThan(0)
})

test('another link can be pasted into the same tab', async () => {
  openPage('/enter#token=used', outside())
  await screen.findByRole('alert')
  window.location.hash = '#token=good'
  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
})

test('a link of somebody else takes the place of the session that this browser has', async () => {
  const server = openFakeOperators()
  openPage('/enter#token=of-bea', server)
  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(screen.getByText('bea').parentElement).toHaveTextContent('You act as bea')
  expect(screen.queryByText('ada')).toBeNull()
})

test('a link that is refused leaves the session as it was, and says whose it is', async () => {
  const { user } = openPage('/enter#token=used')
  expect(await screen.findByRole('alert')).toHaveTextContent(/was used before/)
  await user.click(await screen.findByRole('button', { name: /Go on as\s*ada/ }))
  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(screen.getByText('ada')).toBeVisible()
})

test('a link pasted into a tab in which somebody works is used too', async () => {
  openPage('/')
  await screen.findByRole('heading', { name: 'Overview' })
  window.location.hash = '#token=of-bea'
  expect(await screen.findByText('bea')).toBeVisible()
  expect(window.location.hash).toBe('')
})

test('somebody who leaves sees nothing any more', async () => {
  const { user } = openPage('/session')
  await user.click(await screen.findByRole('button', { name: 'Leave' }))
  expect(await screen.findByText(/You have left/)).toBeVisible()
  expect(screen.queryByText('ada')).toBeNull()
})

test('when the session ends on the server, the page says so', async () => {
  const { server, user } = openPage('/')
  await screen.findByRole('heading', { name: 'Overview' })
  server.endSession()
  await user.click(screen.getByRole('link', { name: 'Limits' }))
  expect(await screen.findByText(/Your session has ended. For another link/)).toBeVisible()
})
