import { openTestLatchkey, type RecoveryMatchers, recoveryMatchers } from '@latchkey/server/testing'
import { expect, onTestFinished, test } from 'vitest'
import type { Context } from '../server/context.js'
import { createRouter } from '../server/router.js'

declare module 'vitest' {
  interface Matchers<R, T> extends RecoveryMatchers {}
}
expect.extend(recoveryMatchers)

const email = 'ada@example.test'
const newPassword = 'seven blue lanterns by the sea'

/** The router of the application, over a database and a mailbox of its own. */
async function openApplication() {
  const { latchkey, addAccount, close, ...rest } = await openTestLatchkey()
  onTestFinished(close)
  await addAccount(email)
  const router = createRouter(latchkey)
  const callerWith = (sessionToken?: string) => {
    const context: Context = {
      caller: { remoteAddress: '192.0.2.7', headers: {} },
      sessionToken,
      keepSession: (token) => {
        context.sessionToken = token
      },
    }
    return router.createCaller(context)
  }
  return { callerWith, ...rest }
}

test('a link from the email changes the password once, ends sessions, and the owner is told', async () => {
  const { callerWith, mailbox } = await openApplication()
  const { recovery, me, signIn } = callerWith()
  await signIn({ email, password: 'three green kettles on a hill' })
  await recovery.request({ email })
  const { token = '' } = await mailbox.emailTo(email)

  await expect(() => recovery.reset({ token, newPassword })).toEndSessions(
    async () => (await me()) !== null,
  )
  await expect(recovery.reset({ token, newPassword })).rejects.toThrow('INVALID_OR_EXPIRED')
  await expect(mailbox).toHaveNoticeFor(email)
  expect(await callerWith().signIn({ email, password: newPassword })).toEqual({ email })
})

test('nobody is told who has an account', async () => {
  const { callerWith } = await openApplication()
  const { recovery } = callerWith()
  await expect((address: string) =>
    recovery.request({ email: address }),
  ).toLookTheSameForUnknownAddresses({ known: email })
})

test('a link is refused after an hour', async () => {
  const { callerWith, mailbox, clock } = await openApplication()
  const { recovery } = callerWith()
  await recovery.request({ email })
  const { token = '' } = await mailbox.emailTo(email)
  await clock.advance({ minutes: 61 })
  await expect(recovery.reset({ token, newPassword })).rejects.toThrow('INVALID_OR_EXPIRED')
})
