import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { paths } from '../paths.ts'
import { demo, openFakeServer, refused } from '../testing/fake-server.ts'
import { openPage } from '../testing/open-page.tsx'

const secure = () => screen.findByRole('button', { name: /secure my account/ })
const sure = () => screen.getByRole('checkbox', { name: 'I did not change this password' })
const heading = (name: string) => screen.findByRole('heading', { name })

test('opening the link says whose account it is and keeps the secret out of the address', async () => {
  const testbed = openFakeServer()
  const alarm = testbed.newAlarm()
  openPage(`${paths.notMe}#token=${alarm}`, { testbed })
  expect(window.location.href).not.toContain(alarm)
  expect(await screen.findByText(demo.login)).toBeVisible()
  expect(testbed.calls).toEqual(['verifyNotMe'])
})

test('who presses every button, but ticks no box, secures nothing', async () => {
  const testbed = openFakeServer()
  const { user } = openPage(`${paths.notMe}#token=${testbed.newAlarm()}`, { testbed })
  await secure()
  for (const button of screen.getAllByRole('button')) await user.click(button)
  expect(testbed.calls).toEqual(['verifyNotMe'])
  expect(sure()).toHaveFocus()
  expect(sure()).toHaveAccessibleDescription('Tick this box first if it was not you.')
  await user.click(sure())
  expect(sure()).toBeValid()
})

test('the ticked box and the button secure the account, and the way back in is one step away', async () => {
  const testbed = openFakeServer()
  const { user } = openPage(`${paths.notMe}#token=${testbed.newAlarm()}`, { testbed })
  await user.click(await screen.findByRole('checkbox'))
  await user.click(await secure())
  expect(await heading('Your account is secured')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Choose a new password' }))
  expect(await heading('Check your mail')).toHaveFocus()
  expect(screen.getByText(demo.login)).toBeVisible()
  await user.type(screen.getByLabelText('Code from the mail'), testbed.mails[0]?.code ?? '')
  await heading('Choose a new password')
})

test('a link that is used up says so at once and offers a new password', async () => {
  openPage(`${paths.notMe}#token=${'A'.repeat(43)}`)
  expect(await heading('This link no longer works')).toHaveFocus()
  expect(screen.getByRole('link', { name: 'Choose a new password' })).toBeVisible()
})

test('a link used up meanwhile says so', async () => {
  const testbed = openFakeServer()
  const { user } = openPage(`${paths.notMe}#token=${testbed.newAlarm()}`, { testbed })
  await user.click(await screen.findByRole('checkbox'))
  testbed.refuseNext('notMe', refused('spent'))
  await user.click(await secure())
  expect(await heading('This link no longer works')).toHaveFocus()
})

test('trouble on the way keeps the link', async () => {
  const testbed = openFakeServer()
  testbed.refuseNext('verifyNotMe', new Error('the database is away'))
  const { user } = openPage(`${paths.notMe}#token=${testbed.newAlarm()}`, { testbed })
  await user.click(await screen.findByRole('button', { name: 'Try again' }))
  await user.click(await screen.findByRole('checkbox'))
  testbed.refuseNext('notMe', new Error('the database is away'))
  await user.click(await secure())
  expect(await screen.findByRole('alert')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await heading('Your account is secured')
})

test('a reload forgets the link and says what to do', async () => {
  openPage(paths.notMe)
  expect(await heading('Open the link once more')).toBeVisible()
})
