import { expect, test } from 'vitest'
import type { CaughtEmail } from '../adapters/mailbox.ts'
import { createTestMailbox } from './mailbox.ts'

const email = (id: string, to = 'ada@example.test', kind = 'recovery'): CaughtEmail => ({
  ...{ id, to, kind, at: '2026-11-20T12:00:00.000Z', subject: '', text: '', html: '' },
  ...{ link: `https://app.example.test/reset#token=${id}`, code: null },
})

test('the newest email of an address is there at once, and the one after it is waited for', async () => {
  const caught = [email('second'), email('other', 'grace@example.test'), email('first')]
  const mailbox = createTestMailbox({ list: () => caught })
  const second = await mailbox.emailTo('ada@example.test')
  expect(second.token).toBe('second')
  const third = mailbox.emailTo('ada@example.test', { after: second })
  caught.unshift(email('notice', 'ada@example.test', 'password-changed'))
  caught.unshift(email('third'))
  expect(await third).toMatchObject({ token: 'third' })
  await expect(
    mailbox.emailTo('ada@example.test', { after: await third, withinMs: 50 }),
  ).rejects.toThrow('No email of the kind recovery came for ada@example.test')
})
