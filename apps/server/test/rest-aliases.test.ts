import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, cookieFrom } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { rest } from './kit/rest.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/*
 * Front ends written for five other reset services send these requests. They are repeated here as those front ends send
 * them; only host, address, token and code are filled in.
 */

const run = promisify(execFile)
const sent = 'If an account with that email exists, a password reset link has been sent'

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  server = await testbed.start()
})
afterAll(() => testbed.close())

async function emailFor(email: string, request: () => Promise<unknown>) {
  await testbed.addAccount(email)
  await request()
  const mail = await testbed.postOffice.emailTo(email)
  return { token: tokenIn(mail.link), code: mail.code }
}

const signsIn = async (email: string, password: string) =>
  (await call(server, 'session.signIn', { email, password })).status === 200

test('/api/users: POST forgotPassword, PATCH resetPassword/:token', async () => {
  const email = 'zero@example.test'
  const { token } = await emailFor(email, () =>
    rest(server, 'POST', '/api/users/forgotPassword', { email }),
  )
  const path = `/api/users/resetPassword/${token}`
  const changed = await rest(server, 'PATCH', path, { password: 'newSecurePassword123' })
  expect([changed.status, changed.body]).toEqual([
    200,
    { success: true, message: 'Password reset successful' },
  ])
  expect(await signsIn(email, 'newSecurePassword123')).toBe(true)
  expect((await rest(server, 'PATCH', path, { password: 'newSecurePassword123' })).status).toBe(400)
})

test('at the root: /forgot-password {email}, /reset-password {resetToken, newPassword}', async () => {
  const email = 'one@example.test'
  const { token: resetToken } = await emailFor(email, () =>
    rest(server, 'POST', '/forgot-password', { email }),
  )
  const unknown = await rest(server, 'POST', '/forgot-password', { email: 'nobody@example.test' })
  expect([unknown.status, unknown.body.message]).toEqual([200, sent])

  const newPassword = 'newSecurePassword123'
  const changed = await rest(server, 'POST', '/reset-password', { resetToken, newPassword })
  expect(changed.body).toEqual({ success: true, message: 'Password reset successful' })
  const again = await rest(server, 'POST', '/reset-password', { resetToken, newPassword })
  expect([again.status, again.body.error]).toEqual([400, 'Invalid or expired reset token'])
})

describe('/api/auth, with the token in the path', () => {
  const curls = {
    forgot: `curl -X POST http://localhost:5000/api/auth/forgot-password \\
     -H "Content-Type: application/json" \\
     -d '{"email":"test@example.com"}'`,
    verify: `curl http://localhost:5000/api/auth/verify-reset-token/YOUR_TOKEN`,
    reset: `curl -X POST http://localhost:5000/api/auth/reset-password/YOUR_TOKEN \\
     -H "Content-Type: application/json" \\
     -d '{"password":"newSecurePassword123"}'`,
  }

  test('curl commands', async () => {
    const email = 'two@example.test'
    const shell = async (line: string, token = '') => {
      const filled = line
        .replace('http://localhost:5000', server.url)
        .replace('test@example.com', email)
        .replace('YOUR_TOKEN', token)
      const { stdout } = await run('bash', ['-c', filled.replace('curl', 'curl -s')])
      return JSON.parse(stdout)
    }
    const { token } = await emailFor(email, async () => {
      expect(await shell(curls.forgot)).toMatchObject({ success: true, message: sent })
    })
    expect(await shell(curls.verify, token)).toMatchObject({
      success: true,
      message: 'Token is valid',
    })
    expect(await shell(curls.reset, token)).toEqual({
      success: true,
      message: 'Password reset successful',
    })
    expect(await shell(curls.verify, token)).toMatchObject({ success: false })
    expect(await signsIn(email, 'newSecurePassword123')).toBe(true)
  })

  const source = `
const handleForgotPassword = async (email) => {
  try {
    const response = await fetch('/api/auth/forgot-password', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email })
    });
    const data = await response.json();
    return data;
  } catch (error) {
    console.error('Error:', error);
  }
};
const handleResetPassword = async (token, password) => {
  try {
    const response = await fetch(\`/api/auth/reset-password/\${token}\`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ password })
    });
    const data = await response.json();
    return data;
  } catch (error) {
    console.error('Error:', error);
  }
};`

  test('fetch functions', async () => {
    const email = 'two-b@example.test'
    const here = (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init)
    const forgot = new Function('fetch', `${source}; return handleForgotPassword`)(here)
    const reset = new Function('fetch', `${source}; return handleResetPassword`)(here)
    const { token } = await emailFor(email, async () => {
      expect(await forgot(email)).toMatchObject({ success: true, message: sent })
    })
    expect(await reset(token, 'weak')).toMatchObject({ success: false, code: 'PASSWORD_REJECTED' })
    expect(await reset(token, 'newSecurePassword123')).toMatchObject({ success: true })
  })
})

describe('/api/auth/password-reset, with the code', () => {
  const body = (code: string) => ({
    code,
    newPassword: 'newSecurePassword123',
    confirmPassword: 'newSecurePassword123',
  })
  const request = (email: string) =>
    rest(server, 'POST', '/api/auth/password-reset/request', { email })
  const confirm = (input: Record<string, unknown>, headers = {}) =>
    rest(server, 'POST', '/api/auth/password-reset/confirm', input, headers)

  test('request and confirm, with the cookie that the browser sends', async () => {
    const email = 'three@example.test'
    let cookie = ''
    const { code } = await emailFor(email, async () => {
      const requested = await request(email)
      expect(requested.body).toMatchObject({ success: true, message: sent })
      expect(requested.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
      cookie = cookieFrom({ headers: requested.headers })
    })
    const differs = await confirm({ ...body(code), confirmPassword: 'other' }, { cookie })
    expect([differs.status, differs.body.fields]).toEqual([
      400,
      { confirmPassword: 'The two passwords differ' },
    ])
    const short = { ...body(code), newPassword: 'secret', confirmPassword: 'secret' }
    for (let tries = 0; tries < 6; tries++) {
      expect((await confirm(short, { cookie })).body).toMatchObject({ code: 'PASSWORD_REJECTED' })
    }
    const changed = await confirm(body(code), { cookie })
    expect([changed.status, changed.body]).toEqual([
      200,
      { success: true, message: 'Password reset successfully' },
    ])
    expect(await signsIn(email, 'newSecurePassword123')).toBe(true)
    expect((await confirm(body(code), { cookie })).status).toBe(400)
  })

  test.each(['requestId', 'email'])('without cookies, with %s in the body', async (name) => {
    const email = `three-${name.toLowerCase()}@example.test`
    let requestId: unknown
    const { code } = await emailFor(email, async () => {
      requestId = (await request(email)).body.requestId
    })
    const naming = name === 'email' ? { email } : { requestId }
    const wrong = code === '000000' ? '000001' : '000000'
    expect((await confirm({ ...body(wrong), ...naming })).body.code).toBe('INVALID_OR_EXPIRED')
    const [tried] = await testbed.rows(
      'select tries, tries_by_address from recovery_request where id = $1',
      [requestId],
    )
    expect(tried).toEqual(
      name === 'email' ? { tries: 0, tries_by_address: 1 } : { tries: 1, tries_by_address: 0 },
    )
    expect((await confirm({ ...body(code), ...naming })).status).toBe(200)
  })

  test('by email, the newest open requests are candidates, and each is charged a guess', async () => {
    const email = 'three-many@example.test'
    const { code } = await emailFor(email, () => request(email))
    await request(email)
    await testbed.postOffice.emailTo(email, { atLeast: 2 })
    expect((await confirm({ ...body('999999'), email })).status).toBe(400)
    const tries = await testbed.rows(
      'select tries, tries_by_address from recovery_request where email_canonical = $1',
      [email],
    )
    expect(tries).toEqual(Array(2).fill({ tries: 0, tries_by_address: 1 }))
    expect((await confirm({ ...body(code), email })).status).toBe(200)
  })

  test('a code without a request is refused, and the answer says what is missing', async () => {
    const bare = await confirm(body('123456'))
    expect([bare.status, bare.body.code]).toEqual([400, 'INVALID_INPUT'])
    expect(JSON.stringify(bare.body.fields)).toMatch(/cookie.*requestId.*email/)
  })
})

test('/api/auth, with the token in the body: validate-reset-token?token=, reset-password {token, newPassword}', async () => {
  const email = 'four@example.test'
  const { token } = await emailFor(email, () =>
    rest(server, 'POST', '/api/auth/forgot-password', { email }),
  )
  const path = `/api/auth/validate-reset-token?token=${token}`
  for (let checks = 0; checks < 3; checks++) {
    expect((await rest(server, 'GET', path)).body).toMatchObject({ message: 'Token is valid' })
  }
  const reset = { token, newPassword: "user's_new_secure_password_123" }
  expect((await rest(server, 'POST', '/api/auth/reset-password', reset)).status).toBe(200)
  expect((await rest(server, 'GET', path)).status).toBe(400)
  expect(await signsIn(email, "user's_new_secure_password_123")).toBe(true)
})

test('no log line contains a token from a path or a query', async () => {
  await expect.poll(() => server.output()).toContain('/api/auth/verify-reset-token/:token')
  for (const { link } of testbed.postOffice.delivered.filter((mail) => mail.link !== '')) {
    expect(server.output()).not.toContain(tokenIn(link))
  }
})
