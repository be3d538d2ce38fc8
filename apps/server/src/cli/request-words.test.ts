import type { SuppressionReason } from '@latchkey/core'
import { storedEmailAddress } from '@latchkey/core'
import type { MessageStory, RequestStory } from '@latchkey/db'
import { expect, test } from 'vitest'
import { describeMessage } from './message-words.ts'
import { historyOf, stateOf } from './request-words.ts'

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
    madeBy: undefined,
    closesAt: at(59),
    open: true,
    device: 'Firefox on Windows',
    wrongTries: 0,
    messages: [],
    notBegun: [],
    secrets: [],
    linkOpenedAt: undefined,
    codeVerifiedAt: [],
    codeRefusedAt: [],
    passwordChangedAt: undefined,
    ...change,
  }
}

const calm = { now: at(2), trouble: undefined }
const held = {
  now: at(40),
  trouble: {
    ...({ failure: 'setup', answer: '550 5.7.1 sender refused', since: at(1) } as const),
    ...{ triedAt: at(39), nextTryAt: at(44) },
  },
}

const ada = { account: { id: 'a', status: 'active', hasPassword: true, sharedBy: 1 } } as const

const waiting = { status: 'waiting', nextAt: at(30) } as const

test.each<[string, Partial<MessageStory>, string]>([
  [
    'handed over',
    {},
    'The mail server accepted the email with the link and the code. It answered: 250 ok',
  ],
  [
    'handed over late',
    { attempts: 3 },
    'accepted the email with the link and the code at attempt 3.',
  ],
  [
    'for an account without a password',
    { kind: 'no-password' },
    'The mail server accepted the email that says how to sign in. It answered: 250 ok',
  ],
  [
    'for no account',
    { kind: 'no-account' },
    'The mail server accepted the email that says there is no account. It answered: 250 ok',
  ],
  [
    'a notice',
    { kind: 'password-changed' },
    'The mail server accepted the notice that the password was changed. It answered: 250 ok',
  ],
  [
    'for an account without a password, and delayed',
    { kind: 'no-password', state: 'delayed', queue: { status: 'under-way' } },
    'It is being retried now.\nThis is the email that says how to sign in.',
  ],
  [
    'delayed',
    { state: 'delayed', detail: '451 later', queue: waiting },
    'said: 451 later\nNext attempt at 2026-01-01 12:30:00 UTC. To retry now: latchkey mail retry m',
  ],
  [
    'delayed and under way',
    { state: 'delayed', queue: { status: 'under-way' } },
    'It is being retried now.',
  ],
  ['delayed and lost', { state: 'delayed' }, 'It is no longer in the queue.'],
  ['being sent', { state: 'sending', queue: { status: 'under-way' } }, 'Being sent now, attempt 1'],
  [
    'interrupted',
    { state: 'sending', queue: waiting },
    'Attempt 1 was interrupted. Next attempt at',
  ],
  ['dead', { state: 'dead', detail: '550 no' }, 'rejected it permanently. It said: 550 no'],
  ['expired', { state: 'dead', detail: 'expired' }, 'it expired before it could be sent'],
])('an email that is %s', (_, change, says) => {
  expect(describeMessage(message(change), calm)).toContain(says)
})

test('each reason for not sending has its own sentence', () => {
  const reasons: SuppressionReason[] = ['limit', 'no-account', 'disabled']
  const said = reasons.map((detail) =>
    describeMessage(message({ state: 'suppressed', detail }), calm),
  )
  expect(new Set(said).size).toBe(reasons.length)
  for (const sentence of said) expect(sentence).toMatch(/^Not sent: /)
})

test('a history is in chronological order', () => {
  const link = { kind: 'link', createdAt: at(1), expiresAt: at(50), good: false } as const
  const gone = { spentAt: undefined, voidedAt: undefined, expired: false }
  const history = historyOf(
    request({
      passwordChangedAt: at(9),
      codeRefusedAt: [at(3)],
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
    calm,
  )
  expect(history.map(({ says }) => says)).toEqual([
    'Requested from Firefox on Windows.',
    'The mail server accepted the email with the link and the code. It answered: 250 ok',
    'A code was entered and refused: it was wrong, or no longer valid.',
    'The correct code was entered.',
    'The link was used.',
    'The password was changed.',
    'A link was voided before it was used.',
    'A link expired without being used.',
  ])
})

const notBegun = request({ notBegun: [{ messageId: 'm', queuedAt: at(1) }] })

test('an email that no worker has claimed suggests to look for one', () => {
  const history = historyOf(notBegun, calm)
  expect(history[1]?.says).toContain('no worker has claimed it. Is a worker running?')
})

test('while all email is held, its cause is told instead', () => {
  const [, queued] = historyOf(notBegun, held)
  expect(queued?.says).toContain('Held: no email is sent')
  expect(queued?.says).toContain('550 5.7.1 sender refused')
})

test('the next attempt is not in the past: it is now, or when a hold is tried again', () => {
  const delayed = message({ state: 'delayed', detail: '451 later', queue: waiting })
  const next = (mail: Parameters<typeof describeMessage>[1]) => describeMessage(delayed, mail)
  expect(next(calm)).toContain('Next attempt at 2026-01-01 12:30:00 UTC.')
  expect(next({ ...calm, now: at(40) })).toContain('Next attempt now')
  expect(next(held)).toContain('Next attempt at 2026-01-01 12:44:00 UTC.')
})

test('a link by hand says who made it and why, and until when it works', () => {
  const made = request({
    ...{ device: undefined, madeBy: { operator: 'night shift', reason: 'ticket 7' } },
    secrets: [
      {
        ...{ kind: 'link', createdAt: at(0), expiresAt: at(50), good: true, expired: false },
        ...{ spentAt: undefined, voidedAt: undefined },
      },
    ],
  })
  expect(historyOf(made, calm)[0]?.says).toBe(
    'Its link was made by hand, by night shift. Reason: ticket 7',
  )
  expect(stateOf(made, ada)).toContain(
    'The link that was made by hand works until 2026-01-01 12:50:00 UTC.',
  )
})

test('the state: wrong codes, a link only if it was emailed, open or closed', () => {
  const good = {
    kind: 'link',
    createdAt: at(1),
    expiresAt: at(50),
    spentAt: undefined,
    voidedAt: undefined,
    good: true,
    expired: false,
  } as const
  const works = 'The link in its email works until 2026-01-01 12:50:00 UTC.'
  expect(stateOf(request({ secrets: [good] }), ada)).toEqual([
    'The request is open until 2026-01-01 12:59:00 UTC.',
  ])
  expect(stateOf(request({ secrets: [good], messages: [message()] }), ada)).toContain(works)
  expect(stateOf(request({ wrongTries: 2, open: false }), ada)).toEqual([
    'Wrong codes were entered 2 times.',
    'The request was closed at 2026-01-01 12:59:00 UTC.',
  ])
  expect(stateOf(request({ passwordChangedAt: at(5) }), ada)).toEqual([])
  expect(stateOf(request({ wrongTries: 5 }), ada)[0]).toContain('Its codes are disabled')
})

test('to look for an email elsewhere is advised only where its owner could still use it', () => {
  const link = {
    ...({ kind: 'link', createdAt: at(1), expiresAt: at(50) } as const),
    ...{ good: false, expired: false, spentAt: undefined, voidedAt: undefined },
  }
  const mailed = (change: Partial<RequestStory>, owner: Parameters<typeof stateOf>[1] = ada) =>
    stateOf(request({ messages: [message()], ...change }), owner).join(' ')
  const advice = 'check the spam folder'
  expect(mailed({ secrets: [link] })).toContain(advice)
  expect(mailed({ secrets: [{ ...link, expired: true }] })).toContain(advice)
  const noAccount = { messages: [message({ kind: 'no-account' })] }
  expect(mailed(noAccount, { account: undefined })).toContain(advice)

  expect(mailed({ secrets: [{ ...link, voidedAt: at(5) }] })).not.toContain(advice)
  expect(mailed({ secrets: [{ ...link, spentAt: at(5) }] })).not.toContain(advice)
  expect(mailed({}, { account: undefined })).not.toContain(advice)
  const disabled = { account: { ...ada.account, status: 'disabled' } } as const
  expect(mailed({}, disabled)).not.toContain(advice)
  const caught = message({ detail: 'Caught by the built-in mailbox' })
  expect(mailed({ messages: [caught] })).not.toContain(advice)
})
