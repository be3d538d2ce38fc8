import { expect, test } from 'vitest'
import { openDoor, settings } from '../testing/door.ts'

test('a front end gets the public settings without a session', async () => {
  const { caller } = openDoor()
  expect(await caller.settings.public()).toEqual(settings)
})

test('the built-in mailbox is named if there is one', async () => {
  const mailbox = 'http://localhost:3000/mailbox'
  const { caller } = openDoor({ settings: { ...settings, mailbox } })
  expect(await caller.settings.public()).toEqual({ ...settings, mailbox })
})

test('a setting that is not public is never sent, even if the context holds it', async () => {
  const whole = { ...settings, smtpUrl: 'smtp://user:canary@mail.test' }
  const { get } = openDoor({ settings: whole })
  const answer = await get('settings.public')
  expect(answer.status).toBe(200)
  expect(answer.text).not.toContain('canary')
})
