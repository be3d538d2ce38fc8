import { expect, test } from 'vitest'
import { english, factCodes, instant, say } from './english.ts'
import { reason, subject } from './inputs.ts'

test('a sentence has its code, its data and its English', () => {
  expect(say('act.revoked', { secrets: 1, sessions: 2 })).toEqual({
    code: 'act.revoked',
    data: { secrets: 1, sessions: 2 },
    text: 'Revoked: 2 sessions ended, 1 secret voided. Passwords stay.',
  })
  expect(factCodes).toContain('email.held')
  expect(Object.keys(english)).toEqual(factCodes)
  expect(instant('2026-11-20T14:35:41.123Z')).toBe('2026-11-20 14:35:41 UTC')
})

test('a suppression says until when, and whether it keeps recovery away for as long', () => {
  const report = {
    cause: 'complained',
    reportedAt: '2026-11-20T00:00:00Z',
    detail: 'abuse',
  } as const
  const until = '2026-12-20T00:00:00Z'
  expect(say('suppression.lasts', { ...report, until, recoveryUntil: until }).text).toMatch(
    /^No email is sent to it until 2026-12-20/,
  )
  const recoveryUntil = '2026-11-21T00:00:00Z'
  expect(say('suppression.lasts', { ...report, until, recoveryUntil }).text).toMatch(
    /^No notice is sent to it until 2026-12-20 .*no recovery email until 2026-11-21/,
  )
})

test('jobs that this process leaves alone: what they are, and what to do', () => {
  expect(say('health.unknown-jobs', { jobs: 1, kinds: ['new'] }).text).toBe(
    '1 job of another version waits: new. Run a worker of that version, or upgrade this one.',
  )
  expect(say('health.webhooks-removed', { jobs: 2, webhooks: ['crm', 'siem'] }).text).toBe(
    '2 events wait for what the settings no longer have: crm, siem. Put them back into the settings, or give the events up: latchkey events drop crm --reason <text>; latchkey events drop siem --reason <text>',
  )
})

test('what waits for removed webhooks is not promised to `events test`', () => {
  expect(say('act.no-webhook', { webhooks: ['crm'] }).text).toBe(
    'Nothing was delivered: the settings no longer have the webhook crm. Put it back and restart to deliver it, or give up what still waits: latchkey events drop crm --reason <text>',
  )
})

test('a reason is one line of 1 to 500 characters', () => {
  expect(reason.parse('  a ticket ')).toBe('a ticket')
  for (const wrong of ['', '   ', 'x'.repeat(501), 'two\nlines', 'a\u0000b', undefined, 7]) {
    expect(reason.safeParse(wrong).success).toBe(false)
  }
  expect(reason.safeParse('x'.repeat(500)).success).toBe(true)
})

test('what is searched for has a bound', () => {
  expect(subject.safeParse('x'.repeat(321)).success).toBe(false)
  expect(subject.parse(' ada@example.com ')).toBe('ada@example.com')
})
