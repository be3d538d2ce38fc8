import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { paths } from '../paths.ts'
import { demo, openFakeHouse } from '../testing/fake-house.ts'
import { openPage } from '../testing/open-page.tsx'

const secure = () => screen.findByRole('button', { name: /secure my account/ })
const heading = (name: string) => screen.findByRole('heading', { name })

test('opening the link asks the server nothing and keeps the secret out of the address', async () => {
  const house = openFakeHouse()
  const alarm = house.newAlarm()
  openPage(`${paths.notMe}#token=${alarm}`, { house })
  expect(await secure()).toBeVisible()
  expect(window.location.href).not.toContain(alarm)
  expect(house.calls).toEqual([])
})

test('the button secures the account, and the way back in is one step away', async () => {
  const house = openFakeHouse()
  const { user } = openPage(`${paths.notMe}#token=${house.newAlarm()}`, { house })
  await user.click(await secure())
  expect(await heading('Your account is secured')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Choose a new password' }))
  expect(await heading('Check your mail')).toHaveFocus()
  expect(screen.getByText(demo.login)).toBeVisible()
  await user.type(screen.getByLabelText('Code from the mail'), house.mails[0]?.code ?? '')
  await heading('Choose a new password')
})

test('a link that is used up says so and offers a new password', async () => {
  const { user } = openPage(`${paths.notMe}#token=${'A'.repeat(43)}`)
  await user.click(await secure())
  expect(await heading('This link no longer works')).toHaveFocus()
  expect(screen.getByRole('link', { name: 'Choose a new password' })).toBeVisible()
})

test('trouble on the way keeps the link', async () => {
  const house = openFakeHouse()
  const { user } = openPage(`${paths.notMe}#token=${house.newAlarm()}`, { house })
  house.refuseNext('notMe', new Error('the database is away'))
  await user.click(await secure())
  expect(await screen.findByRole('alert')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await heading('Your account is secured')
})

test('a reload forgets the link and says what to do', async () => {
  openPage(paths.notMe)
  expect(await heading('Open the link once more')).toBeVisible()
})
