import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openPage } from './testing/open-page.tsx'

test('a link that is opened in another tab takes this one along, and closes what was open', async () => {
  const { server, user } = openPage('/emails')
  await user.click(await screen.findByRole('button', { name: 'Try now' }))
  const dialog = screen.getByRole('dialog')
  expect(dialog).toHaveTextContent('with your name, ada')
  server.enterElsewhere('bea')
  server.endStreams()
  expect(await screen.findByText('bea')).toBeVisible()
  // What ada was about to do would be done as bea.
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(await screen.findByText('Live')).toBeVisible()
  server.state.emails = []
  server.change('emails')
  expect(await screen.findByText('There is no such email.')).toBeVisible()
})

test('another link with the same name takes this tab along, too', async () => {
  const { server } = openPage('/emails')
  await screen.findByText('Live')
  server.enterElsewhere('ada')
  server.endStreams()
  server.state.emails = []
  expect(await screen.findByText('There is no such email.')).toBeVisible()
  expect(await screen.findByText('Live')).toBeVisible()
})

test('a stream that ends is opened again where the session goes on', async () => {
  const { server } = openPage('/emails')
  await screen.findByText('Live')
  server.endStreams()
  server.state.emails = []
  expect(await screen.findByText('There is no such email.')).toBeVisible()
  expect(await screen.findByText('Live')).toBeVisible()
})

test('somebody else whom the proxy names is noticed when the tab is looked at', async () => {
  const { server } = openPage('/')
  await screen.findByText('Live')
  server.enterElsewhere('bea')
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  expect(await screen.findByText('bea')).toBeVisible()
  expect(screen.queryByText('ada')).toBeNull()
})
