import { demo, openFakeServer, refused } from '@latchkey/react/testing'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { paths } from '../paths.ts'
import { openPage } from '../testing/open-page.tsx'

const secure = () => screen.findByRole('button', { name: /secure my account/ })
const sure = () => screen.getByRole('checkbox', { name: 'I did not change this password' })
const heading = (name: string) => screen.findByRole('heading', { name })

test('opening the link shows the account and removes the token from the address', async () => {
  const server = openFakeServer()
  const token = server.newNotMeToken()
  openPage(`${paths.notMe}#token=${token}`, { server })
  expect(window.location.href).not.toContain(token)
  expect(await screen.findByText(demo.login)).toBeVisible()
  expect(server.calls).toEqual(['verifyNotMe'])
})

test('pressing every button without ticking the box secures nothing', async () => {
  const server = openFakeServer()
  const { user } = openPage(`${paths.notMe}#token=${server.newNotMeToken()}`, { server })
  await secure()
  for (const button of screen.getAllByRole('button')) await user.click(button)
  expect(server.calls).toEqual(['verifyNotMe'])
  expect(sure()).toHaveFocus()
  expect(sure()).toHaveAccessibleDescription('Tick this box first if it was not you.')
  await user.click(sure())
  expect(sure()).toBeValid()
})

test('the ticked box and the button secure the account and lead on to a new password', async () => {
  const server = openFakeServer()
  const { user } = openPage(`${paths.notMe}#token=${server.newNotMeToken()}`, { server })
  await user.click(await screen.findByRole('checkbox'))
  await user.click(await secure())
  expect(await heading('Your account is secured')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Choose a new password' }))
  expect(await heading('Check your email')).toHaveFocus()
  expect(screen.getByText(demo.login)).toBeVisible()
  await user.type(screen.getByLabelText('Code from the email'), server.emails[0]?.code ?? '')
  await heading('Choose a new password')
})

test('a dead link says so at once and offers a new password', async () => {
  openPage(`${paths.notMe}#token=${'A'.repeat(43)}`)
  expect(await heading('This link no longer works')).toHaveFocus()
  expect(screen.getByRole('link', { name: 'Choose a new password' })).toBeVisible()
})

test('a link that died meanwhile says so', async () => {
  const server = openFakeServer()
  const { user } = openPage(`${paths.notMe}#token=${server.newNotMeToken()}`, { server })
  await user.click(await screen.findByRole('checkbox'))
  server.refuseNext('notMe', refused('spent'))
  await user.click(await secure())
  expect(await heading('This link no longer works')).toHaveFocus()
})

test('after a server error the link can be used again', async () => {
  const server = openFakeServer()
  server.refuseNext('verifyNotMe', new Error('the database is away'))
  const { user } = openPage(`${paths.notMe}#token=${server.newNotMeToken()}`, { server })
  await user.click(await screen.findByRole('button', { name: 'Try again' }))
  await user.click(await screen.findByRole('checkbox'))
  server.refuseNext('notMe', new Error('the database is away'))
  await user.click(await secure())
  expect(await screen.findByRole('alert')).toHaveFocus()
  await user.click(await secure())
  await heading('Your account is secured')
})

test('after a reload the link is forgotten, and the page says what to do', async () => {
  openPage(paths.notMe)
  expect(await heading('Open the link once more')).toBeVisible()
})

test('after a reload the page still says that the account is secured', async () => {
  const server = openFakeServer()
  const { user, leave } = openPage(`${paths.notMe}#token=${server.newNotMeToken()}`, { server })
  await user.click(await screen.findByRole('checkbox'))
  await user.click(await secure())
  await heading('Your account is secured')
  leave()
  openPage(paths.notMe, { server })
  expect(await heading('Your account is secured')).toBeVisible()
})
