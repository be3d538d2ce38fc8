import { openTestLatchkey } from '@latchkey/server/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createRouter } from './index.js'

test('a code from the email leads to a new password', { timeout: 30_000 }, async () => {
  const { latchkey, mailbox, addAccount, close } = await openTestLatchkey()
  onTestFinished(close)
  const email = 'ada@example.test'
  await addAccount(email)
  const caller = { remoteAddress: '192.0.2.7', headers: {} }
  const { recovery, signIn } = createRouter(latchkey).createCaller({ caller, keepSession() {} })

  const { requestId } = await recovery.request({ email })
  const { code } = await mailbox.emailTo(email)
  const { ticket } = await recovery.verifyCode({ requestId, code: code ?? '' })
  const newPassword = 'seven blue lanterns by the sea'
  expect(await recovery.reset({ token: ticket, newPassword })).toEqual({ status: 'changed' })
  expect(await signIn({ email, password: newPassword })).toEqual({ email })
})
