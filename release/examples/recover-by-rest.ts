import { deepEqual, equal } from 'node:assert/strict'
import type { Running } from './example.ts'

const first = 'four copper bells in a row'
const second = 'nine paper boats on a pond'

/** A recovery by link, over the calls of docs/rest.md below `/recovery`. */
export async function recoverByRest({ origin, email, mail }: Running): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const { message: _, ...rest } = (await answer.json()) as Record<string, unknown>
    return { status: answer.status, ...rest } as Record<string, unknown>
  }
  const signIn = async (password: string) => (await post('/session', { email, password })).status

  const unknown = await post('/recovery/forgot-password', { email: 'nobody@example.com' })
  const known = await post('/recovery/forgot-password', { email })
  deepEqual(Object.keys(known), Object.keys(unknown))
  equal(known.status, 200)
  const { token } = await mail.emailTo(email)
  equal((await fetch(`${origin}/recovery/verify-reset-token/${token}`)).status, 200)

  const short = await post('/recovery/reset-password', { token, newPassword: 'short' })
  deepEqual([short.status, short.code], [400, 'PASSWORD_REJECTED'])
  equal((await post('/recovery/reset-password', { token, newPassword: first })).status, 200)
  const again = await post('/recovery/reset-password', { token, newPassword: second })
  equal(again.code, 'INVALID_OR_EXPIRED')
  deepEqual([await signIn(second), await signIn(first)], [401, 200])
}

/** The handler answers below the path at which an example mounts it. */
export async function requestByRest({ origin }: Running): Promise<void> {
  const answer = await fetch(`${origin}/api/recovery/forgot-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nobody@example.com' }),
  })
  equal(answer.status, 200)
}
