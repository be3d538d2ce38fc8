import { loadAddressCheck } from '@latchkey/react/app'
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { paths } from './paths.ts'
import { openPage } from './testing/open-page.tsx'

const network = vi.hoisted(() => ({ isUp: false }))

vi.mock('../../../packages/react/src/address-check.ts', async (load) => {
  if (!network.isUp) throw new TypeError('failed to fetch')
  return load()
})

const email = () => screen.getByRole('textbox', { name: 'Email address' })
const send = () => screen.getByRole('button', { name: 'Send reset link' })

test('where the check of an address does not load, the server judges what was typed', async () => {
  const { server, user } = openPage(paths.forgotPassword)
  await user.type(email(), 'ada')
  await user.click(send())
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter one email address')
  await user.clear(email())
  await user.type(email(), ' ada@example.test ')
  await user.click(send())
  expect(await screen.findByRole('heading', { name: 'Check your email' })).toBeVisible()
  expect(server.emails.map(({ to }) => to)).toEqual(['ada@example.test'])
})

test('it is loaded by a later attempt', async () => {
  expect(await loadAddressCheck()).toBeUndefined()
  network.isUp = true
  expect(await loadAddressCheck()).toBeDefined()
})
