import { expect, test } from 'vitest'
import { openDoor, settings } from '../testing/door.ts'

test('a front end learns what it needs before anybody is known', async () => {
  const { caller } = openDoor()
  expect(await caller.settings.public()).toEqual(settings)
})

test('the built-in mailbox is named while there is one', async () => {
  const mailbox = 'http://localhost:3000/mailbox'
  const { caller } = openDoor({ settings: { ...settings, mailbox } })
  expect(await caller.settings.public()).toEqual({ ...settings, mailbox })
})

test('a setting that is not public stays here, even when it is handed over', async () => {
  const whole = { ...settings, smtpUrl: 'smtp://user:canary@mail.test' }
  const { get } = openDoor({ settings: whole })
  const answer = await get('settings.public')
  expect(answer.status).toBe(200)
  expect(answer.text).not.toContain('canary')
})
