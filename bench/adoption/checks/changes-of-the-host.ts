import assert from 'node:assert/strict'
import type { Adoption } from '../rig/adoption.ts'
import type { Check } from './check.ts'

/** The host changes something between the email and the click: the link and the code are void. */
export const changesOfTheHost: readonly Check[] = [
  {
    id: 'A8',
    title: 'the host changes the password: link and code are refused',
    run: (adoption) =>
      refusedAfter(adoption, (email) => adoption.program.changePassword(email, 'by the host')),
  },
  {
    id: 'A8',
    title: 'the host changes the address: link and code are refused',
    run: (adoption) =>
      refusedAfter(adoption, (email) => adoption.program.changeEmail(email, adoption.newAddress())),
  },
  {
    id: 'A8',
    title: 'the host disables the account: link and code are refused',
    when: ({ can }) => can('disable'),
    run: (adoption) => refusedAfter(adoption, (email) => adoption.program.disable(email)),
  },
  {
    id: 'A8',
    title: 'the host deletes the account: link and code are refused',
    run: (adoption) => refusedAfter(adoption, (email) => adoption.program.delete(email)),
  },
  {
    id: 'A8',
    title: 'nobody is emailed at an account that is disabled',
    when: ({ can }) => can('disable'),
    async run(adoption) {
      const [email, other] = [adoption.person(), adoption.person()]
      await adoption.program.disable(email)
      await adoption.driver.request(email)
      // The queue is worked off in order, so the second email is behind what the first would be.
      await adoption.request(other)
      assert.ok(
        adoption.emailsTo(email).every(({ token }) => token === ''),
        'a link was sent to a disabled account',
      )
    },
  },
]

async function refusedAfter(adoption: Adoption, change: (email: string) => Promise<unknown>) {
  const { driver, server } = adoption
  const email = adoption.person()
  const byLink = await adoption.request(email)
  const byCode = await adoption.request(email)
  await change(email)
  const refusals = [
    await driver.verify(byLink.token),
    await driver.reset(email, byLink.token, 'chosen too late'),
    await driver.guess(byCode.requestId, byCode.code),
  ]
  assert.deepEqual(
    refusals.map(({ code }) => code),
    refusals.map(() => 'INVALID_OR_EXPIRED'),
  )
  // Byte for byte what a link gets that never was.
  const bodyOf = async (token: string) => {
    const response = await fetch(`${server.url}/trpc/recovery.reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, newPassword: 'chosen too late' }),
    })
    return `${response.status} ${await response.text()}`
  }
  assert.equal(await bodyOf(byLink.token), await bodyOf('A'.repeat(43)))
}
