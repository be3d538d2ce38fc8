import { type FactCode, type Facts, factCodes } from '@latchkey/operator'
import { locales } from '@latchkey/wording'
import { loadOperator } from '@latchkey/wording/operator'
import { render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { auditedKey, auditKinds } from './screens/audit/audited.ts'
import { SessionContext } from './session-context.ts'
import { session } from './testing/fake-operators.ts'
import { LanguageOf } from './testing/language-of.tsx'
import { openPage } from './testing/open-page.tsx'
import { words } from './words/words.tsx'

const at = '2026-11-20T13:05:09Z'
const report = { cause: 'bounced', reportedAt: at, detail: '550 no such user', until: at } as const
const ended = { secrets: 2, sessions: 1 }

/** What every sentence is made of: one sample each. A new sentence does not compile without. */
const samples: Facts = {
  'email.handed-over': { kind: 'recovery', attempt: 2, answer: '250 OK' },
  'email.held': { answer: '535 no' },
  'email.delayed': { attempts: 3, failure: 'busy', answer: '450 later' },
  'email.being-sent': { attempt: 1 },
  'email.interrupted': { attempt: 1 },
  'email.suppressed': { reason: 'limit' },
  'email.expired': {},
  'email.unmailable': { attempt: 1, answer: 'no' },
  'email.rejected': { attempt: 1, answer: '550 no' },
  'email.is-kind': { kind: 'no-password' },
  'email.may-be-doubled': { attempts: 2 },
  'email.next-attempt': { at },
  'email.retried-now': {},
  'email.not-in-queue': {},
  'mail.trouble': { failure: 'setup', since: at, triedAt: at, nextTryAt: at, answer: '535 no' },
  'request.asked': { device: 'Firefox on Windows' },
  'request.email-queued': {},
  'request.link-opened': {},
  'request.code-right': {},
  'request.code-refused': {},
  'request.link-used': {},
  'request.link-voided': {},
  'request.link-expired': {},
  'request.password-changed': {},
  'request.wrong-codes': { times: 5, codesDisabled: true },
  'request.link-works-until': { at },
  'request.look-elsewhere': {},
  'request.open-until': { at },
  'request.closed-at': { at },
  'account.none': { address: 'bea@example.test' },
  'account.is-there': { address: 'bea@example.test' },
  'account.disabled': { address: 'bea@example.test' },
  'account.no-password': { address: 'bea@example.test' },
  'account.shared': { address: 'bea@example.test', count: 3 },
  'account.near': { addresses: ['bee@example.test'] },
  'account.revoked': { at },
  'account.locked': { at },
  'account.change-undone': { at },
  'requests.none': {},
  'requests.more': {},
  'suppression.lasts': { ...report, recoveryUntil: '2026-11-21T13:05:09Z' },
  'suppression.ended': report,
  'suppression.lifted': { ...report, at },
  'act.email-hurried': {},
  'act.email-queued': {},
  'act.email-not-retried': { reason: 'too-late' },
  'act.revoked': ended,
  'act.disabled': ended,
  'act.enabled': {},
  'act.already-disabled': {},
  'act.already-enabled': {},
  'act.unsuppressed': { causes: ['bounced'] },
  'act.nothing-suppressed': {},
  'act.no-account': { address: 'bea@example.test' },
  'act.no-request': {},
  'act.no-address': {},
  'act.accounts-elsewhere': { place: 'public.users' },
  'act.event-retried': { deliveries: 2 },
  'act.no-delivery': {},
  'act.no-webhook': { webhooks: ['crm'] },
  'health.queue-moves': { jobs: 11 },
  'health.queue-stands': { jobs: 3, seconds: 90 },
  'health.unknown-jobs': { jobs: 1, kinds: ['new'] },
  'health.webhooks-removed': { jobs: 1, webhooks: ['crm'] },
  'health.database-takes-writes': {},
  'health.database-read-only': {},
  'health.worker-runs': {},
  'health.worker-silent': {},
  'health.worker-elsewhere': {},
  'health.leases': { jobs: 2, seconds: 5 },
  'health.mail-leaves': {},
  'health.mail-caught': {},
  'health.secrets-agree': {},
  'health.secrets-differ': {},
  'health.accounts-own': {},
  'health.accounts-fit': { place: 'public.users' },
  'health.accounts-misfit': { place: 'public.users' },
  'health.webhooks-hear': { waiting: 0 },
  'health.webhooks-behind': { waiting: 2, seconds: 600 },
  'health.limits-off': {},
  'count.asked': {},
  'count.emailed': {},
  'count.opened': {},
  'count.changed': {},
  'count.limits': { most: 10_000, seconds: 10 },
}

test('there are words for every sentence of the server', () => {
  expect(Object.keys(words).toSorted()).toEqual([...factCodes].toSorted())
})

test.each(locales)(
  '%s: every sentence is said, and none of its parts is missing',
  async (locale) => {
    const t = await loadOperator(locale)
    render(
      <LanguageOf wording={t}>
        <SessionContext value={session}>
          <ul>
            {factCodes.map((code) => (
              <li key={code}>{said(t, code)}</li>
            ))}
          </ul>
        </SessionContext>
      </LanguageOf>,
    )
    for (const [nth, item] of screen.getAllByRole('listitem').entries()) {
      const text = item.textContent ?? ''
      expect(text.length, factCodes[nth]).toBeGreaterThan(2)
      expect(text, factCodes[nth]).not.toMatch(/undefined|null|\{|\}|\[object|\uE000/)
    }
  },
)

/** Sentences that a code has besides the one of its sample. */
const others: [FactCode, object, string][] = [
  [
    'request.asked',
    { device: null, madeBy: { operator: 'ada', reason: 'their mailbox is lost' } },
    'A link was made by hand: ada. their mailbox is lost',
  ],
  [
    'request.asked',
    { device: null, madeBy: { operator: null, reason: null } },
    'A link was made by hand: –.',
  ],
  ['request.link-works-until', { at, byHand: true }, 'The link that was made by hand works until'],
  ['email.next-attempt', { at, isDue: true }, 'The next attempt is due now.'],
  [
    'mail.trouble',
    { failure: 'unclear', since: at, triedAt: at, nextTryAt: null, answer: 'hello' },
    'has not said what became of any email. hello Last attempt:',
  ],
  [
    'health.webhooks-removed',
    { jobs: 1, webhooks: ['crm'] },
    '1 event waits for a webhook that the settings no longer have: crm. Put it back, or give the events up with latchkey events drop crm.',
  ],
  [
    'health.webhooks-removed',
    { jobs: 7, webhooks: ['crm', 'siem'] },
    '7 events wait for webhooks that the settings no longer have: crm, siem. Put them back, or give the events up with latchkey events drop crm, latchkey events drop siem.',
  ],
]

test.each(others)('%s says %j in a sentence of its own', async (code, data, says) => {
  const t = await loadOperator('en')
  render(
    <LanguageOf wording={t}>
      <SessionContext value={session}>
        <p data-testid="said">{(words[code] as Say)(t, data)}</p>
      </SessionContext>
    </LanguageOf>,
  )
  expect(screen.getByTestId('said')).toHaveTextContent(says)
})

type Say = (t: Awaited<ReturnType<typeof loadOperator>>, data: object) => ReactNode

function said(t: Awaited<ReturnType<typeof loadOperator>>, code: FactCode) {
  return (words[code] as Say)(t, samples[code])
}

test.each(locales)('%s: every kind of the audit trail has a name', async (locale) => {
  const t = await loadOperator(locale)
  for (const kind of auditKinds) {
    const key = auditedKey(kind) as 'audited.requested'
    expect(t(key).length, kind).toBeGreaterThan(2)
  }
})

test('changing the language changes every text and the direction', async () => {
  const { user } = openPage('/emails')
  await screen.findByText('b**@example.test')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'العربية')
  await waitFor(() => expect(document.documentElement.dir).toBe('rtl'))
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('الرسائل')
  expect(screen.getByText('b**@example.test')).toBeVisible()
})

test('a time is shown in the zone of the reader, and in UTC on hover', async () => {
  openPage('/emails')
  const row = (await screen.findByText('b**@example.test')).closest('li')
  const time = row?.querySelector('time')
  expect(time).toHaveAttribute('title', '2026-11-20 13:05:09 UTC')
  expect(time).toHaveAttribute('datetime', '2026-11-20T13:05:09.000Z')
})
