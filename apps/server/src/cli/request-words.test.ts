import type { SuppressionReason } from '@latchkey/core'
import { storedEmailAddress } from '@latchkey/core'
import type { MessageStory, RequestStory } from '@latchkey/db'
import { expect, test } from 'vitest'
import { whatBecameOf } from './message-words.ts'
import { standingOf, storyOf } from './request-words.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute))

function message(change: Partial<MessageStory> = {}): MessageStory {
  return {
    id: 'm',
    kind: 'recovery',
    state: 'handed-over',
    detail: '250 ok',
    failure: undefined,
    unclear: 0,
    attempts: 1,
    to: undefined,
    requestId: 'r',
    createdAt: at(1),
    updatedAt: at(1),
    queue: { status: 'none' },
    ...change,
  }
}

function request(change: Partial<RequestStory> = {}): RequestStory {
  return {
    id: 'r',
    address: storedEmailAddress('ada@example.test', 'ada@example.test'),
    requestedAt: at(0),
    closesAt: at(59),
    open: true,
    device: 'Firefox on Windows',
    wrongTries: 0,
    messages: [],
    notBegun: [],
    secrets: [],
    codeVerifiedAt: [],
    passwordChangedAt: undefined,
    ...change,
  }
}

const waiting = { status: 'waiting', nextAt: at(30) } as const

test.each<[string, Partial<MessageStory>, string]>([
  ['handed over', {}, 'The mail server took the mail. It answered: 250 ok'],
  ['handed over late', { attempts: 3 }, 'took the mail at attempt 3.'],
  [
    'delayed',
    { state: 'delayed', detail: '451 later', queue: waiting },
    'said: 451 later\nIt is tried again at 2026-01-01 12:30:00 UTC. To try now: latchkey mail retry m',
  ],
  [
    'delayed and under way',
    { state: 'delayed', queue: { status: 'under-way' } },
    'It is being tried again now.',
  ],
  ['delayed and lost', { state: 'delayed' }, 'It is no longer in the queue.'],
  ['being sent', { state: 'sending', queue: { status: 'under-way' } }, 'Being sent now, attempt 1'],
  ['broken off', { state: 'sending', queue: waiting }, 'Attempt 1 broke off. It is tried again at'],
  ['dead', { state: 'dead', detail: '550 no' }, 'refused it for good. It said: 550 no'],
  ['too late', { state: 'dead', detail: 'expired' }, 'it was too late'],
])('a mail that is %s', (_, change, says) => {
  expect(whatBecameOf(message(change))).toContain(says)
})

test('each reason for no mail has a sentence of its own', () => {
  const reasons: SuppressionReason[] = ['limit', 'no-account', 'disabled']
  const said = reasons.map((detail) => whatBecameOf(message({ state: 'suppressed', detail })))
  expect(new Set(said).size).toBe(reasons.length)
  for (const sentence of said) expect(sentence).toMatch(/^Not mailed: /)
})

test('a story is told in the order it happened', () => {
  const link = { kind: 'link', createdAt: at(1), expiresAt: at(50), good: false } as const
  const gone = { spentAt: undefined, voidedAt: undefined, expired: false }
  const told = storyOf(
    request({
      passwordChangedAt: at(9),
      codeVerifiedAt: [at(6)],
      secrets: [
        { ...link, ...gone, spentAt: at(8) },
        { ...link, ...gone, voidedAt: at(10) },
        { ...link, ...gone, expired: true },
        { ...link, ...gone },
        { ...link, ...gone, good: true },
      ],
      messages: [message()],
    }),
  )
  expect(told.map(({ says }) => says)).toEqual([
    'Somebody asked, from Firefox on Windows.',
    'The mail server took the mail. It answered: 250 ok',
    'The code was typed, and was right.',
    'The link was used.',
    'The password was changed.',
    'A link was voided before it was used.',
    'A link expired without being used.',
  ])
})

test('a mail nobody has begun to send asks for a worker', () => {
  const told = storyOf(request({ notBegun: [{ messageId: 'm', queuedAt: at(1) }] }))
  expect(told[1]?.says).toContain('no worker has taken it. Is one running?')
})

test('how it stands: wrong codes, a link that works only if it was mailed, open or closed', () => {
  const good = {
    kind: 'link',
    createdAt: at(1),
    expiresAt: at(50),
    spentAt: undefined,
    voidedAt: undefined,
    good: true,
    expired: false,
  } as const
  const works = 'The link in its mail works until 2026-01-01 12:50:00 UTC.'
  expect(standingOf(request({ secrets: [good] }))).toEqual([
    'The request is open until 2026-01-01 12:59:00 UTC.',
  ])
  expect(standingOf(request({ secrets: [good], messages: [message()] }))).toContain(works)
  expect(standingOf(request({ wrongTries: 2, open: false }))).toEqual([
    'Codes were tried 2 times and were wrong.',
    'The request was closed at 2026-01-01 12:59:00 UTC.',
  ])
  expect(standingOf(request({ wrongTries: 5 }))[0]).toContain('Its codes are closed')
})
