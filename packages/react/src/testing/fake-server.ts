import { type Context, type PublicSettings, VerifyTokenInput } from '@latchkey/api/server'

type Recovery = Context['recovery']
type Sessions = Context['sessions']
type Answers = {
  [Verb in keyof Recovery]: Awaited<ReturnType<Recovery[Verb]>>
} & { signIn: Awaited<ReturnType<Sessions['signIn']>> }
type Verb = keyof Answers
type Refused = Extract<Answers[Verb], { status: 'refused' }>

type Email = { to: string; requestId: string; link: string; code: string }

export const demo = { login: 'ada@example.test', password: 'the old password' }

/**
 * The use cases behind the API, small enough to read: one account, emails that arrive at once, and the outcomes that
 * the ports define. There are no limits and no clock; a test gets a refusal with `refuseNext`.
 */
export function openFakeServer() {
  const guesses = new Map<string, number>()
  const liveTokens = new Set<string>()
  const notMeTokens = new Set<string>()
  const emails: Email[] = []
  const calls: string[] = []
  const planned = new Map<Verb, Refused | Error>()
  let password = demo.password
  let session: { login: string; signedInAt: Date; expiresAt: Date } | undefined
  let serial = 0
  const browser = { keepsCookies: true }

  function newToken() {
    serial += 1
    const { token } = VerifyTokenInput.parse({ token: `${serial}`.padStart(42, 'T').concat('A') })
    if (!token) throw new Error('the fake server made a token that the API rejects')
    liveTokens.add(token)
    return token
  }

  function sendEmail(to: string, requestId: string) {
    emails.unshift({ to, requestId, link: newToken(), code: `${123456 + emails.length}` })
    const codeExpiresAt = new Date(Date.now() + 10 * 60_000)
    return { status: 'requested' as const, requestId, resendAfterSeconds: 60, codeExpiresAt }
  }

  function called(verb: Verb): Refused | undefined {
    calls.push(verb)
    const plan = planned.get(verb)
    planned.delete(verb)
    if (plan instanceof Error) throw plan
    return plan
  }

  const recovery: Recovery = {
    async request(address) {
      return called('request') ?? sendEmail(address.registered, crypto.randomUUID())
    },
    async resend(requestId) {
      const first = emails.find((m) => m.requestId === requestId)
      return called('resend') ?? (first ? sendEmail(first.to, requestId) : refused('expired'))
    },
    async verifyCode({ code, ...target }) {
      const plan = called('verifyCode')
      if (plan) return plan
      const isAsked = (email: Email) =>
        'requestId' in target
          ? email.requestId === target.requestId
          : email.to === target.address.registered
      const requestId = emails.find(isAsked)?.requestId ?? ''
      const count = (guesses.get(requestId) ?? 0) + 1
      guesses.set(requestId, count)
      if (count > 5) return refused('exhausted')
      const isRight = emails.some((email) => isAsked(email) && email.code === code)
      if (!isRight) return refused('wrong')
      return { status: 'verified', ticket: newToken(), expiresAt: inAnHour(), login: demo.login }
    },
    async verifyToken({ token }) {
      const plan = called('verifyToken')
      if (plan) return plan
      if (!token || !liveTokens.has(token)) return refused('unknown')
      return { status: 'verified', expiresAt: inAnHour(), login: demo.login }
    },
    async reset({ token, newPassword }) {
      const plan = called('reset')
      if (plan) return plan
      if (!token || !liveTokens.has(token)) return refused('spent')
      liveTokens.clear()
      password = newPassword
      session = undefined
      return { status: 'changed' }
    },
    async verifyNotMe({ token }) {
      const plan = called('verifyNotMe')
      if (plan) return plan
      if (!token || !notMeTokens.has(token)) return refused('unknown')
      return { status: 'verified', expiresAt: new Date(), login: demo.login }
    },
    async notMe({ token }) {
      const plan = called('notMe')
      if (plan) return plan
      if (!token || !notMeTokens.delete(token)) return refused('spent')
      session = undefined
      const requested = sendEmail(demo.login, crypto.randomUUID())
      return { ...requested, status: 'secured', login: demo.login }
    },
  }

  const sessions: Sessions = {
    async signIn(input) {
      const plan = called('signIn')
      if (plan) return plan
      const isRight = input.address.registered === demo.login && input.password === password
      if (!isRight) return refused('sign-in-failed')
      const signedInAt = new Date()
      const opened = { login: demo.login, signedInAt, expiresAt: signedInAt }
      session = browser.keepsCookies ? opened : undefined
      return { status: 'signed-in', session: opened }
    },
    async signOut() {
      session = undefined
    },
    async current() {
      return session ? { status: 'signed-in', session } : refused('sign-in-failed')
    },
  }

  const settings: PublicSettings = {
    productName: 'Latchkey',
    password: { minLength: 8, maxLength: 256 },
    codeLength: 6,
    locales: ['en'],
    defaultLocale: 'en',
    mailFrom: 'recovery@latchkey.example',
  }

  const context: Context = {
    recovery,
    sessions,
    settings,
    client: { networks: [], device: undefined, locale: undefined },
  }

  return {
    context,
    settings,
    /** The emails that were sent, newest first. */
    emails,
    /** Every verb that reached the server, in order. */
    calls,
    browser,
    newToken,
    /** The token in the notice about a changed password. */
    newNotMeToken() {
      const token = newToken()
      liveTokens.delete(token)
      notMeTokens.add(token)
      return token
    },
    refuseNext(verb: Verb, plan: Refused | Error) {
      planned.set(verb, plan)
    },
  }
}

function inAnHour() {
  return new Date(Date.now() + 3_600_000)
}

export type FakeServer = ReturnType<typeof openFakeServer>

export function refused(
  reason: Exclude<Refused['reason'], 'password-rejected' | 'rate-limited' | 'sign-in-elsewhere'>,
) {
  return { status: 'refused' as const, reason }
}
