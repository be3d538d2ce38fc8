import {
  type ActOutcome,
  type AuditEntry,
  type Changes,
  type CurrentSession,
  type Email,
  type LimitHits,
  type Overview,
  type Person,
  say,
  type Topic,
  topics,
  type Webhook,
  type WebhookEvent,
} from '@latchkey/operator'
import type { By, OperatorContext } from '@latchkey/operator/server'

const at = '2026-11-20T13:05:09.000Z'

export const session: CurrentSession = {
  operator: 'ada',
  entry: 'link',
  enteredAt: at,
  expiresAt: '2026-11-20T21:05:09.000Z',
  idleSeconds: 1800,
  version: '0.1.0',
  accounts: { kind: 'own' },
  webhooks: ['crm'],
  rateLimits: true,
  keptDays: { requests: 7, audit: 365 },
}

const requestId = '0190b0a0-0000-7000-8000-000000000001'

export const waitingEmail: Email = {
  id: '0190b0a0-0000-7000-8000-00000000000e',
  kind: 'recovery',
  state: 'delayed',
  failure: 'setup',
  attempts: 2,
  to: 'b**@example.test',
  requestId,
  createdAt: at,
  updatedAt: at,
  queue: { status: 'waiting', nextAt: '2026-11-20T13:15:09.000Z' },
  says: [
    say('email.delayed', { attempts: 2, failure: 'setup', answer: '535 5.7.8 Bad credentials' }),
    say('email.next-attempt', { at: '2026-11-20T13:15:09.000Z' }),
  ],
  mayRetry: true,
}

const funnel = {
  since: at,
  asked: 9,
  emailed: 6,
  opened: 3,
  changed: 2,
  rates: { emailed: 6 / 9, opened: 0.5, changed: 2 / 3 },
  notEmailed: { 'no-account': 1, waiting: 1, failed: 0 },
  withoutLink: { 'no-password': 1, 'no-account': 0 },
}

const none = { jobs: 0, oldestSeconds: 0 }

export const overview: Overview = {
  at,
  refreshSeconds: 5,
  funnels: { today: funnel, day: funnel, week: { ...funnel, asked: 80 } },
  counting: [say('count.asked', {}), say('count.changed', {})],
  trouble: null,
  queue: {
    countedUpTo: 10_000,
    fresh: none,
    again: { jobs: 1, oldestSeconds: 90 },
    events: none,
    unknown: { ...none, kinds: [] },
    leased: none,
  },
  health: [
    { part: 'worker', status: 'ok', says: say('health.worker-runs', {}) },
    { part: 'queue', status: 'ok', says: say('health.queue-moves', { jobs: 1 }) },
  ],
  emails: { waiting: 0, failed: 0 },
  webhooks: { waiting: 0, failed: 0 },
  limits: [],
}

export const person: Person = {
  address: 'bea@example.test',
  account: {
    id: '0190b0a0-0000-7000-8000-0000000000aa',
    status: 'active',
    hasPassword: true,
    sharedBy: 1,
    locale: 'de',
    openSecrets: 2,
    own: { createdAt: at, passwordChangedAt: at, sessions: 1 },
  },
  says: [say('account.is-there', { address: 'bea@example.test' })],
  suppressions: [],
  requests: [
    {
      id: requestId,
      requestedAt: at,
      closesAt: '2026-11-20T14:05:09.000Z',
      open: true,
      device: 'Firefox on Windows',
      history: [
        { at, says: [say('request.asked', { device: 'Firefox on Windows' })], emailId: null },
        { at, says: [...waitingEmail.says], emailId: waitingEmail.id },
      ],
      says: [say('request.open-until', { at: '2026-11-20T14:05:09.000Z' })],
      emails: [waitingEmail],
    },
  ],
  more: false,
  notices: [],
  may: { revoke: true, unsuppress: false, disable: true, enable: false },
  elsewhere: null,
}

export const webhook: Webhook = {
  name: 'crm',
  origin: 'https://crm.example.test',
  state: 'on',
  types: ['account.password_changed'],
  delivered: 3,
  waiting: 1,
  failed: 1,
  oldestWaitingSeconds: 30,
  lastFailure: { at, answer: '500 Internal Server Error' },
}

export const event: WebhookEvent = {
  id: '0190b0a0-0000-7000-8000-0000000000ee',
  type: 'account.password_changed',
  at,
  data: { accountId: 'a1', requestId },
  mayRetry: true,
  deliveries: [
    {
      webhook: 'crm',
      state: 'dead',
      attempts: 9,
      answer: '500 Internal Server Error',
      nextAt: null,
    },
  ],
}

export const auditEntry: AuditEntry = {
  id: '7',
  at,
  kind: 'revoked',
  outcome: 'account',
  requestId: null,
  accountId: 'a1',
  addressDigest: null,
  operator: 'ada',
  reason: 'stolen phone',
  count: null,
}

export const limit: LimitHits = {
  limit: 'request-by-client',
  lastHour: 1,
  lastDay: 4,
  lastWeek: 9,
  lastHourAt: at,
  size: [{ seconds: 3600, most: 20 }],
}

/** What the server would do, small enough to read. A test changes what is there, and says that it changed. */
export function openFakeOperators({ entered = true } = {}) {
  let current: CurrentSession | undefined = entered ? session : undefined
  const listeners = new Set<(topics: readonly Topic[]) => void>()
  const endings = new Set<() => void>()
  const acts: { act: string; about: string; by: By }[] = []
  const searched: string[] = []
  const links = new Map<string, 'good' | 'used' | 'expired'>([
    ['good', 'good'],
    ['of-bea', 'good'],
    ['used', 'used'],
    ['expired', 'expired'],
  ])
  const state = {
    overview,
    emails: [waitingEmail] as Email[],
    person,
    limits: [limit] as LimitHits[],
    webhooks: [webhook] as Webhook[],
    events: [event] as WebhookEvent[],
    audit: [auditEntry] as AuditEntry[],
    outcome: {
      status: 'done',
      says: say('act.revoked', { secrets: 2, sessions: 1 }),
    } as ActOutcome,
    /** The next act finds the database away. */
    isAway: false,
  }

  async function act(name: string, about: string, by: By): Promise<ActOutcome> {
    if (state.isAway) throw new Error('the database is away')
    acts.push({ act: name, about, by })
    return state.outcome
  }

  async function* changes(signal: AbortSignal): AsyncGenerator<Changes> {
    const waiting: (readonly Topic[])[] = [topics]
    let wake = () => {}
    const listen = (changed: readonly Topic[]) => {
      waiting.push(changed)
      wake()
    }
    let isOver = false
    const end = () => {
      isOver = true
      wake()
    }
    signal.addEventListener('abort', end, { once: true })
    listeners.add(listen)
    endings.add(end)
    try {
      while (!isOver) {
        const next = waiting.shift()
        if (next) yield { at, topics: next }
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      listeners.delete(listen)
      endings.delete(end)
    }
  }

  const context: Omit<OperatorContext, 'shown'> = {
    facts: { productName: 'Example', defaultLocale: 'en', proxyEntry: false },
    entry: {
      current: async () => current,
      async enter(token) {
        const link = links.get(token)
        if (link !== 'good') return { status: 'refused', link: link ?? 'unknown' }
        links.set(token, 'used')
        current = token === 'of-bea' ? { ...session, operator: 'bea' } : session
        return { status: 'entered', session: current }
      },
      async leave() {
        current = undefined
      },
    },
    reads: {
      overview: async () => state.overview,
      emails: async ({ state: wanted }) => ({
        rows: state.emails.filter((email) => wanted === undefined || email.state === wanted),
        next: null,
      }),
      email: async (id) => state.emails.find((email) => email.id === id),
      async search(subject) {
        if (!subject.includes('@') && subject.length < 36) {
          return { status: 'invalid', problem: 'Enter one address' }
        }
        searched.push(subject)
        return { status: 'found', person: state.person }
      },
      limits: async () => state.limits,
      webhooks: async () => state.webhooks,
      events: async () => ({ rows: state.events, next: null }),
      event: async (id) => state.events.find((one) => one.id === id),
      audit: async ({ kind, before }) => {
        const found = state.audit.filter((entry) => kind === undefined || entry.kind === kind)
        return { rows: before ? found.slice(1) : found.slice(0, 1), next: before ? null : '7' }
      },
    },
    acts: {
      retryEmail: (id, by) => act('retryEmail', id, by),
      revoke: (subject, by) => act('revoke', subject, by),
      disable: (subject, by) => act('disable', subject, by),
      enable: (subject, by) => act('enable', subject, by),
      unsuppress: (subject, by) => act('unsuppress', subject, by),
      retryEvent: ({ id }, by) => act('retryEvent', id, by),
    },
    changes,
  }

  return {
    context,
    state,
    acts,
    searched,
    /** Says to every open page that something changed. */
    change(...changed: Topic[]) {
      for (const listen of listeners) listen(changed)
    },
    endSession() {
      current = undefined
    },
    /** Every page that listens is told that its session has ended. */
    endStreams() {
      for (const end of endings) end()
    },
    /** A link is opened in another tab, or the proxy names somebody else. */
    enterElsewhere(operator: string) {
      current = { ...session, operator, enteredAt: '2026-11-20T13:20:00.000Z' }
    },
  }
}

export type FakeOperators = ReturnType<typeof openFakeOperators>
