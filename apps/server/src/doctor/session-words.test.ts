import { readAccountFunctions, readAccountMap } from '@latchkey/db'
import { expect, test } from 'vitest'
import { sessionResults } from './session-words.ts'

function resultsFor(sessions: object[], webhooks?: Parameters<typeof sessionResults>[1]) {
  const read = readAccountMap({
    users: { table: 'app.users', id: 'id', email: 'email' },
    password: { columns: { hash: 'password' }, write: 'bcrypt' },
    onChange: { token_version: { increment: 1 } },
    sessions,
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return sessionResults(read.map, webhooks)
}

test.each([
  [{ delete: 'app.sessions', by: 'user_id' }, 'its row in app.sessions is deleted with the change'],
  [
    { delete: 'app.tokens', by: 'owner_id', where: { owner_type: 'User' } },
    '(every row of the user where owner_type is User)',
  ],
  [{ delete: 'app.resets', byEmail: 'email' }, '(every row of the address)'],
  [
    { update: 'app.tokens', by: 'user_id', set: { revoked_at: 'now' } },
    'its row in app.tokens is marked with the change',
  ],
  [{ because: 'hash' }, 'its next request, because the application compares the hash'],
  [
    { because: 'column', column: 'token_version', afterMinutes: 30 },
    'compares token_version, at most 30 minutes later',
  ],
  [{ because: 'epoch' }, 'the application next compares latchkey.credential_epoch'],
  [{ because: 'event' }, 'the application hears of account.sessions_ended, seconds after'],
])('%j', (entry, said) => {
  const [result] = resultsFor([entry])
  expect(result).toMatchObject({ check: 'sessions', result: 'ok' })
  expect(result?.says).toContain(said)
})

test('nobody knows how long, if the map does not say how often a column is compared', () => {
  expect(resultsFor([{ because: 'column', column: 'token_version' }])).toMatchObject([
    { result: 'warning', todo: expect.stringContaining('afterMinutes') },
  ])
})

test('an event ends them only if a webhook hears of it', () => {
  const byEvent = [{ because: 'event' }]
  expect(resultsFor(byEvent, [{ types: ['account.sessions_ended'] }])).toMatchObject([
    { result: 'ok' },
  ])
  for (const webhooks of [[], [{ types: ['mail.failed'] as const }]]) {
    expect(resultsFor(byEvent, webhooks)).toMatchObject([
      { result: 'problem', todo: expect.stringContaining('WEBHOOK_URL') },
    ])
  }
})

test('nothing ends them: red', () => {
  expect(resultsFor([])).toMatchObject([{ result: 'problem' }])
})

test('with functions, the map says in words what they end', () => {
  const read = readAccountFunctions({
    functions: 'latchkey_host',
    password: { write: 'bcrypt' },
    sessions: [{ because: 'function', ends: 'it deletes rows of app.sessions' }],
  })
  expect(read.ok && sessionResults(read.map)).toMatchObject([
    {
      result: 'ok',
      says: expect.stringContaining(
        'host_change ends it with the change (it deletes rows of app.sessions)',
      ),
    },
  ])
})
