import {
  holdCutLink,
  holdSecret,
  noteChanged,
  type PageState,
  type RecoveryFlow,
  saveFlow,
} from '@latchkey/react/app'
import { demo, type FakeServer, refused, serve } from '@latchkey/react/testing'
import { paths } from '../src/paths.ts'
import type { PageActions } from './page-actions.ts'

/*
 * All states of all pages. The gallery at /dev shows them, the accessibility tests check them, the component tests
 * open them. Elements are found by their ids, which are the same in every language.
 */

export type GalleryState = {
  /** `page/state`, unique. */
  name: string
  path: string
  /** Before the page opens: plans the answers of the server, and fills the storage of the tab. */
  prepare?: (server: FakeServer) => void
  pageState?: PageState
  /** Replaces the connection to the fake server. */
  fetch?: (server: FakeServer) => typeof fetch
  /** What a person does on the page. */
  act?: (page: PageActions, server: FakeServer) => Promise<void>
}

const never: typeof fetch = () => new Promise(() => {})
const limited = { status: 'refused', reason: 'rate-limited', retryAfterSeconds: 90 } as const
const failure = () => new Error('the database is away')
const MINUTE = 60_000

function requested(flow: Partial<RecoveryFlow> = {}) {
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
  return (server: FakeServer) =>
    holdSecret({
      kind: 'link',
      token: server.newToken(),
      login: demo.login,
      expiresAt: new Date(Date.now() + minutes * MINUTE).toISOString(),
    })
}

async function choose(page: PageActions, password: string, again = password) {
  // The rule about the length is shown when the settings have come. Without them the page cannot know what is too short.
  await page.waitFor('[data-latchkey~=rules] li + li')
  await page.fill('#new-password', password)
  await page.fill('#confirm-password', again)
  await page.click('form:has(#new-password) button[type=submit]')
}

function openedNotice(server: FakeServer) {
  holdSecret({ kind: 'link', token: server.newNotMeToken() })
}

async function secureAccount(page: PageActions) {
  await page.click('#not-me')
  await page.click('[type=submit]')
}

const { home, signIn, forgotPassword: forgot, verify, resetPassword: reset, notMe } = paths

export const states: readonly GalleryState[] = [
  { name: 'sign-in/empty', path: signIn },
  { name: 'sign-in/address missing', path: signIn, act: (page) => page.click('[type=submit]') },
  {
    name: 'sign-in/no match',
    path: signIn,
    act: async (page) => {
      await page.fill('#email', demo.login)
      await page.fill('#current-password', 'not this one')
      await page.click('[type=submit]')
      await page.waitFor('#sign-in-error')
    },
  },
  {
    name: 'sign-in/too many tries',
    path: signIn,
    prepare: (server) => server.refuseNext('signIn', limited),
    act: async (page) => {
      await page.fill('#email', demo.login)
      await page.fill('#current-password', 'not this one')
      await page.click('[type=submit]')
      await page.waitFor('[role=alert]')
    },
  },
  {
    name: 'sign-in/password changed',
    path: signIn,
    pageState: { login: demo.login, changed: true },
  },

  { name: 'home/checking', path: home, fetch: () => never },
  { name: 'home/signed out', path: home },
  {
    name: 'home/signed in',
    path: signIn,
    act: async (page) => {
      await page.fill('#email', demo.login)
      await page.fill('#current-password', demo.password)
      await page.click('[type=submit]')
      await page.waitFor('dl')
    },
  },
  {
    name: 'home/server unreachable',
    path: home,
    fetch: () => async () => new Response('no', { status: 502 }),
    act: (page) => page.waitFor('[role=alert]'),
  },

  { name: 'forgot/empty', path: forgot },
  {
    name: 'forgot/with help',
    path: forgot,
    prepare: (server) =>
      void Object.assign(server.settings, { support: { email: 'help@example.com' } }),
    act: (page) => page.click('summary'),
  },
  { name: 'forgot/not an address', path: forgot, act: requestFor('ada') },
  {
    name: 'forgot/mistyped domain',
    path: forgot,
    act: async (page) => {
      await page.fill('#email', 'ada@gmial.com')
      await page.blur('#email')
      await page.waitFor('[data-latchkey~=suggestion] button')
    },
  },
  {
    name: 'forgot/sending',
    path: forgot,
    fetch: (server) => answerQueries(server),
    act: requestFor(demo.login),
  },
  {
    name: 'forgot/too many requests',
    path: forgot,
    prepare: (server) => server.refuseNext('request', limited),
    act: requestFor(demo.login, '[role=alert]'),
  },
  {
    name: 'forgot/server in trouble',
    path: forgot,
    prepare: (server) => server.refuseNext('request', failure()),
    fetch: (server) => withReference(server),
    act: requestFor(demo.login, '[data-latchkey~=reference]'),
  },
  {
    name: 'forgot/offline',
    path: forgot,
    act: async (page) => {
      page.dispatch('offline')
      await requestFor(demo.login)(page)
    },
  },

  { name: 'verify/waiting', path: verify, prepare: requested() },
  {
    name: 'verify/demo mailbox',
    path: verify,
    prepare: (server) => {
      server.settings.mailbox = '/mailbox'
      requested()()
    },
  },
  { name: 'verify/webmail', path: verify, prepare: requested({ email: 'ada.lovelace@gmail.com' }) },
  {
    name: 'verify/resent',
    path: verify,
    act: async (page) => {
      await page.click('form:not(:has(#code)) button[aria-disabled=false]')
      await page.waitFor('[data-latchkey~=countdown]')
    },
    prepare: (server) => {
      server.refuseNext('resend', refused('expired'))
      requested({ resendAt: 0 })()
    },
  },
  {
    name: 'verify/too few digits',
    path: verify,
    prepare: requested(),
    act: async (page) => {
      await page.fill('#code', '1234')
      await page.click('form:has(#code) button[type=submit]')
    },
  },
  {
    name: 'verify/wrong code',
    path: verify,
    prepare: requested(),
    act: async (page) => {
      await page.fill('#code', '000000')
      await page.waitFor('#code-error')
    },
  },
  { name: 'verify/too many tries', path: verify, prepare: requested({ triesLeft: 0 }) },
  {
    name: 'verify/code expires soon',
    path: verify,
    prepare: requested({ codeExpiresAt: new Date(Date.now() + MINUTE).toISOString(), resendAt: 0 }),
  },
  {
    name: 'verify/code may have expired',
    path: verify,
    prepare: requested({ codeExpiresAt: new Date(0).toISOString(), resendAt: 0 }),
  },
  { name: 'verify/code used', path: verify, prepare: requested({ isProven: true, resendAt: 0 }) },
  { name: 'verify/no request', path: verify },

  {
    name: 'reset/checking the link',
    path: reset,
    prepare: (server) => holdSecret({ kind: 'link', token: server.newToken() }),
    fetch: () => never,
  },
  { name: 'reset/choosing', path: reset, prepare: opened() },
  {
    name: 'reset/password shown',
    path: reset,
    prepare: opened(),
    act: async (page) => {
      await page.fill('#new-password', 'seven green lamps')
      await page.click('[aria-controls=new-password]')
    },
  },
  {
    name: 'reset/too short',
    path: reset,
    prepare: opened(),
    act: (page) => choose(page, 'short'),
  },
  {
    name: 'reset/two that differ',
    path: reset,
    prepare: opened(),
    act: (page) => choose(page, 'seven green lamps', 'seven green lamp'),
  },
  {
    name: 'reset/refused',
    path: reset,
    prepare: (server) => {
      opened()(server)
      const reasons = ['PASSWORD_COMMON', 'PASSWORD_CONTEXT'] as const
      server.refuseNext('reset', { status: 'refused', reason: 'password-rejected', reasons })
    },
    act: async (page) => {
      await choose(page, 'password1')
      await page.waitFor('#new-password-error li')
    },
  },
  { name: 'reset/expires soon', path: reset, prepare: opened(1.5) },
  {
    name: 'reset/expired meanwhile',
    path: reset,
    prepare: (server) => {
      opened()(server)
      server.refuseNext('reset', refused('expired'))
    },
    act: async (page) => {
      await choose(page, 'seven green lamps')
      await page.waitFor('[data-latchkey~=renewal]')
    },
  },
  {
    name: 'reset/new code on its way',
    path: reset,
    prepare: opened(0),
    act: async (page) => {
      await page.click('[data-latchkey~=renewal] button')
      await page.waitFor('#code')
    },
  },
  {
    name: 'reset/dead link',
    path: `${reset}#token=${'A'.repeat(43)}`,
    act: (page) => page.waitFor('a[data-latchkey~=button]'),
  },
  { name: 'reset/reloaded', path: reset },
  {
    name: 'reset/ticket over',
    path: reset,
    prepare: () => holdSecret({ kind: 'ticket', token: `${'x'.repeat(42)}A` }),
  },
  { name: 'reset/link cut', path: reset, prepare: () => holdCutLink() },
  { name: 'reset/changed already', path: reset, prepare: () => noteChanged() },

  { name: 'not-me/checking the link', path: notMe, prepare: openedNotice, fetch: () => never },
  {
    name: 'not-me/asking',
    path: notMe,
    prepare: openedNotice,
    act: (page) => page.waitFor('#not-me'),
  },
  {
    name: 'not-me/box not ticked',
    path: notMe,
    prepare: openedNotice,
    act: async (page) => {
      await page.click('[type=submit]')
      await page.waitFor('#not-me-error')
    },
  },
  {
    name: 'not-me/server in trouble',
    path: notMe,
    prepare: (server) => {
      openedNotice(server)
      server.refuseNext('notMe', failure())
    },
    act: async (page) => {
      await secureAccount(page)
      await page.waitFor('[role=alert]')
    },
  },
  {
    name: 'not-me/secured',
    path: notMe,
    prepare: openedNotice,
    act: async (page) => {
      await secureAccount(page)
      await page.waitFor('main > button')
    },
  },
  {
    name: 'not-me/dead link',
    path: `${notMe}#token=${'A'.repeat(43)}`,
    act: (page) => page.waitFor('main a[data-latchkey~=button]'),
  },
  { name: 'not-me/reloaded', path: notMe },
  { name: 'not-me/link cut', path: notMe, prepare: () => holdCutLink() },

  { name: 'other/not found', path: '/nowhere' },
]

function requestFor(address: string, then?: string) {
  return async (page: PageActions) => {
    await page.fill('#email', address)
    await page.click('[type=submit]')
    if (then) await page.waitFor(then)
  }
}

/** Answers queries, but never mutations. */
function answerQueries(server: FakeServer): typeof fetch {
  const answer = serve(server)
  return (input, init) => (init?.method === 'POST' ? never(input, init) : answer(input, init))
}

function withReference(server: FakeServer): typeof fetch {
  const answer = serve(server)
  return async (...request) => {
    const response = await answer(...request)
    response.headers.set('x-request-id', '0d5c6f2e-4b1a-4c58-9f0e-7a3f5b9c2d11')
    return response
  }
}
