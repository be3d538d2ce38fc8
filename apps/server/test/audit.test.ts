import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, cookieFrom } from './kit/calls.ts'
import { rest } from './kit/rest.ts'
import { runCommand } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed

beforeAll(async () => {
  testbed = await openTestbed()
})
afterAll(() => testbed.close())

const email = 'ada@example.com'
type AuditRow = {
  event: string
  request: boolean
  account: boolean
  address: string
  client: string
}

/** The trail in the order it was written, with a letter for each different digest. */
async function trail(): Promise<string[]> {
  const rows = await testbed.rows<AuditRow>(
    `select kind || ' ' || outcome as event, request_id is not null as request,
       account_id is not null as account, encode(address_digest, 'hex') as address,
       encode(client_digest, 'hex') as client
     from audit_event order by id`,
  )
  const [whose, from] = [new Map<string, string>(), new Map<string, string>()]
  const letter = (seen: Map<string, string>, digest: string | null, letters: string) => {
    if (digest === null) return '-'
    if (!seen.has(digest)) seen.set(digest, letters[seen.size] ?? '?')
    return seen.get(digest)
  }
  return rows.map(
    ({ event, address, client }) =>
      `${event}, ${letter(whose, address, 'AB')} from ${letter(from, client, 'xy')}`,
  )
}

test('the audit trail of a recovery: what was tried, for which account and from where, without an address', async () => {
  await testbed.addAccount(email)
  const server = await testbed.start()
  const { requestId } = (await call(server, 'recovery.request', { email })).data
  const { code } = await testbed.postOffice.emailTo(email)
  const wrong = code === '000000' ? '000001' : '000000'

  await call(server, 'recovery.verifyCode', { requestId, code: wrong })
  const choice = { newPassword, confirmPassword: newPassword }
  await rest(server, 'POST', '/api/auth/password-reset/confirm', { email, code: wrong, ...choice })
  await call(server, 'recovery.reset', { token: `${'b'.repeat(42)}A`, newPassword })
  const { ticket } = (await call(server, 'recovery.verifyCode', { requestId, code })).data
  await call(server, 'recovery.reset', { token: ticket, newPassword })
  await call(server, 'session.signIn', { email, password: oldPassword })
  await call(server, 'session.signIn', { email: 'nobody@example.com', password: oldPassword })
  const signedIn = await call(server, 'session.signIn', { email, password: newPassword })
  const headers = { cookie: cookieFrom(signedIn) }
  await call(server, 'session.signOut', {}, headers)
  await call(server, 'session.signOut', {}, headers)
  await runCommand(['revoke', email], testbed.environment)

  expect(await trail()).toEqual([
    'account-changed added, - from -',
    'requested accepted, A from x',
    'code-verified refused, A from x',
    'code-verified refused, A from x',
    'password-changed refused, - from x',
    'code-verified verified, A from x',
    'password-changed changed, A from x',
    'signed-in refused, A from x',
    'signed-in refused, B from x',
    'signed-in signed-in, - from x',
    'signed-out ended, - from x',
    'revoked account, - from -',
  ])
  const named = await testbed.rows('select 1 from audit_event where account_id is null')
  // Events without an account have a digest, except for a token that was never issued.
  expect(named.length).toBe(6)
  expect(JSON.stringify(await testbed.rows('select * from audit_event'))).not.toContain('@')
})
