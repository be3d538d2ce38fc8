import { holdSecret } from '../src/flow/held-secret.ts'
import { type RecoveryFlow, saveFlow } from '../src/flow/recovery-flow.ts'
import type { PageState } from '../src/page-state.ts'
import { demo, type FakeServer, refused } from '../src/testing/fake-server.ts'
import { serve } from '../src/testing/serve.ts'
import type { Hands } from './hands.ts'

/*
 * Every state a page can be in, once: the gallery at /dev shows them, the accessibility run measures them, the
 * component tests open them. What is pressed is found by its id, which is the same in every language.
 */

export type GalleryState = {
  /** `page/state`, unique. */
  name: string
  path: string
  /** Before the page opens: what the house will answer, what the tab remembers. */
  before?: (testbed: FakeServer) => void
  pageState?: PageState
  /** Instead of the house's own door. */
  fetch?: (testbed: FakeServer) => typeof fetch
  /** What a person then does. */
  next?: (hands: Hands, testbed: FakeServer) => Promise<void>
}

const never: typeof fetch = () => new Promise(() => {})
const limited = { status: 'refused', reason: 'rate-limited', retryAfterSeconds: 90 } as const
const away = () => new Error('the database is away')
const MINUTE = 60_000

function asked(flow: Partial<RecoveryFlow> = {}) {
  return () =>
    void saveFlow({
      requestId: '0199d2a0-6f7e-7c3a-9d7b-3a5f0c1e2b4d',
      email: demo.login,
      resendAt: Date.now() + 45_000,
      codeExpiresAt: new Date(Date.now() + 9 * MINUTE).toISOString(),
      triesLeft: 5,
      ...flow,
    })
}

function opened(minutes = 55) {
  return (testbed: FakeServer) =>
    holdSecret({
      kind: 'link',
      token: testbed.newToken(),
      login: demo.login,
      expiresAt: new Date(Date.now() + minutes * MINUTE).toISOString(),
    })
}

async function choose(hands: Hands, password: string, again = password) {
  await hands.fill('#new-password', password)
  await hands.fill('#confirm-password', again)
  await hands.press('form:has(#new-password) button[type=submit]')
}

function alarmed(testbed: FakeServer) {
  holdSecret({ kind: 'link', token: testbed.newAlarm() })
}

async function secure(hands: Hands) {
  await hands.press('#not-me')
  await hands.press('[type=submit]')
}

const signIn = '/sign-in'
const forgot = '/forgot-password'
const verify = '/verify'
const reset = '/reset-password'
const notMe = '/not-me'

export const states: readonly GalleryState[] = [
  { name: 'sign-in/empty', path: signIn },
  { name: 'sign-in/address missing', path: signIn, next: (hands) => hands.press('[type=submit]') },
  {
    name: 'sign-in/no match',
    path: signIn,
    next: async (hands) => {
      await hands.fill('#email', demo.login)
      await hands.fill('#current-password', 'not this one')
      await hands.press('[type=submit]')
      await hands.see('#sign-in-error')
    },
  },
  {
    name: 'sign-in/too many tries',
    path: signIn,
    before: (testbed) => testbed.refuseNext('signIn', limited),
    next: async (hands) => {
      await hands.fill('#email', demo.login)
      await hands.fill('#current-password', 'not this one')
      await hands.press('[type=submit]')
      await hands.see('[role=alert]')
    },
  },
  {
    name: 'sign-in/password changed',
    path: signIn,
    pageState: { login: demo.login, changed: true },
  },

  { name: 'home/checking', path: '/', fetch: () => never },
  { name: 'home/signed out', path: '/' },
  {
    name: 'home/signed in',
    path: signIn,
    next: async (hands) => {
      await hands.fill('#email', demo.login)
      await hands.fill('#current-password', demo.password)
      await hands.press('[type=submit]')
      await hands.see('dl')
    },
  },
  {
    name: 'home/server away',
    path: '/',
    fetch: () => async () => new Response('no', { status: 502 }),
    next: (hands) => hands.see('[role=alert]'),
  },

  { name: 'forgot/empty', path: forgot },
  {
    name: 'forgot/with help',
    path: forgot,
    before: (testbed) =>
      void Object.assign(testbed.settings, { support: { email: 'help@example.com' } }),
    next: (hands) => hands.press('summary'),
  },
  { name: 'forgot/not an address', path: forgot, next: askFor('ada') },
  {
    name: 'forgot/mistyped domain',
    path: forgot,
    next: async (hands) => {
      await hands.fill('#email', 'ada@gmial.com')
      await hands.leave('#email')
      await hands.see('.suggestion button')
    },
  },
  {
    name: 'forgot/sending',
    path: forgot,
    fetch: (testbed) => mostly(testbed),
    next: askFor(demo.login),
  },
  {
    name: 'forgot/too many requests',
    path: forgot,
    before: (testbed) => testbed.refuseNext('request', limited),
    next: askFor(demo.login, '[role=alert]'),
  },
  {
    name: 'forgot/server in trouble',
    path: forgot,
    before: (testbed) => testbed.refuseNext('request', away()),
    fetch: (testbed) => withReference(testbed),
    next: askFor(demo.login, '.reference'),
  },
  {
    name: 'forgot/offline',
    path: forgot,
    next: async (hands) => {
      hands.say('offline')
      await askFor(demo.login)(hands)
    },
  },

  { name: 'verify/waiting', path: verify, before: asked() },
  {
    name: 'verify/demo mailbox',
    path: verify,
    before: (testbed) => {
      testbed.settings.mailbox = '/mailbox'
      asked()()
    },
  },
  { name: 'verify/webmail', path: verify, before: asked({ email: 'ada.lovelace@gmail.com' }) },
  {
    name: 'verify/sent again',
    path: verify,
    next: async (hands) => {
      await hands.press('form:not(:has(#code)) button[type=submit]')
      await hands.see('.countdown')
    },
    before: (testbed) => {
      testbed.refuseNext('resend', refused('expired'))
      asked({ resendAt: 0 })()
    },
  },
  {
    name: 'verify/too few digits',
    path: verify,
    before: asked(),
    next: async (hands) => {
      await hands.fill('#code', '1234')
      await hands.press('form:has(#code) button[type=submit]')
    },
  },
  {
    name: 'verify/wrong code',
    path: verify,
    before: asked(),
    next: async (hands) => {
      await hands.fill('#code', '000000')
      await hands.see('#code-error')
    },
  },
  { name: 'verify/too many tries', path: verify, before: asked({ triesLeft: 0 }) },
  {
    name: 'verify/code ends soon',
    path: verify,
    before: asked({ codeExpiresAt: new Date(Date.now() + MINUTE).toISOString(), resendAt: 0 }),
  },
  {
    name: 'verify/code may have ended',
    path: verify,
    before: asked({ codeExpiresAt: new Date(0).toISOString(), resendAt: 0 }),
  },
  { name: 'verify/nothing asked', path: verify },

  {
    name: 'reset/checking the link',
    path: reset,
    before: (testbed) => holdSecret({ kind: 'link', token: testbed.newToken() }),
    fetch: () => never,
  },
  { name: 'reset/choosing', path: reset, before: opened() },
  {
    name: 'reset/password shown',
    path: reset,
    before: opened(),
    next: async (hands) => {
      await hands.fill('#new-password', 'seven green lamps')
      await hands.press('[aria-controls=new-password]')
    },
  },
  {
    name: 'reset/too short',
    path: reset,
    before: opened(),
    next: (hands) => choose(hands, 'short'),
  },
  {
    name: 'reset/two that differ',
    path: reset,
    before: opened(),
    next: (hands) => choose(hands, 'seven green lamps', 'seven green lamp'),
  },
  {
    name: 'reset/refused',
    path: reset,
    before: (testbed) => {
      opened()(testbed)
      const reasons = ['PASSWORD_COMMON', 'PASSWORD_CONTEXT'] as const
      testbed.refuseNext('reset', { status: 'refused', reason: 'password-rejected', reasons })
    },
    next: async (hands) => {
      await choose(hands, 'password1')
      await hands.see('#new-password-error li')
    },
  },
  { name: 'reset/ends soon', path: reset, before: opened(1.5) },
  {
    name: 'reset/ended meanwhile',
    path: reset,
    before: (testbed) => {
      opened()(testbed)
      testbed.refuseNext('reset', refused('expired'))
    },
    next: async (hands) => {
      await choose(hands, 'seven green lamps')
      await hands.see('.renewal')
    },
  },
  {
    name: 'reset/new code on its way',
    path: reset,
    before: opened(0),
    next: async (hands) => {
      await hands.press('.renewal button')
      await hands.see('#code')
    },
  },
  {
    name: 'reset/dead link',
    path: `${reset}#token=${'A'.repeat(43)}`,
    next: (hands) => hands.see('a.button'),
  },
  { name: 'reset/opened anew', path: reset },

  { name: 'not-me/checking the link', path: notMe, before: alarmed, fetch: () => never },
  { name: 'not-me/asking', path: notMe, before: alarmed, next: (hands) => hands.see('#not-me') },
  {
    name: 'not-me/box not ticked',
    path: notMe,
    before: alarmed,
    next: async (hands) => {
      await hands.press('[type=submit]')
      await hands.see('#not-me-error')
    },
  },
  {
    name: 'not-me/server in trouble',
    path: notMe,
    before: (testbed) => {
      alarmed(testbed)
      testbed.refuseNext('notMe', away())
    },
    next: async (hands) => {
      await secure(hands)
      await hands.see('[role=alert]')
    },
  },
  {
    name: 'not-me/secured',
    path: notMe,
    before: alarmed,
    next: async (hands) => {
      await secure(hands)
      await hands.see('main > button')
    },
  },
  {
    name: 'not-me/dead link',
    path: `${notMe}#token=${'A'.repeat(43)}`,
    next: (hands) => hands.see('main > a.button'),
  },
  { name: 'not-me/opened anew', path: notMe },

  { name: 'other/not found', path: '/nowhere' },
]

function askFor(address: string, then?: string) {
  return async (hands: Hands) => {
    await hands.fill('#email', address)
    await hands.press('[type=submit]')
    if (then) await hands.see(then)
  }
}

/** Answers questions, and keeps every call waiting that changes something. */
function mostly(testbed: FakeServer): typeof fetch {
  const answer = serve(testbed)
  return (input, init) => (init?.method === 'POST' ? never(input, init) : answer(input, init))
}

function withReference(testbed: FakeServer): typeof fetch {
  const answer = serve(testbed)
  return async (...request) => {
    const response = await answer(...request)
    response.headers.set('x-request-id', '0d5c6f2e-4b1a-4c58-9f0e-7a3f5b9c2d11')
    return response
  }
}
