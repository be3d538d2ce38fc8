import type { HandoverFailed } from '@latchkey/core'
import { expect, onTestFinished, test } from 'vitest'
import { openMailServer } from '../testing/mail-server.ts'
import { from, mailerFor } from '../testing/mailer.ts'
import { branding, passwordChanged, recovery } from '../testing/messages.ts'
import { countedTokens, openTokenEndpoint, refusedToken } from '../testing/token-endpoint.ts'
import type { OauthSettings } from './oauth-token.ts'
import { sendTestEmail } from './send-test-email.ts'

const user = 'no-reply@example.test'

function oauthAt(tokenUrl: string): OauthSettings {
  return {
    grant: 'client-credentials',
    user,
    tokenUrl,
    scope: undefined,
    clientId: 'c-1',
    clientSecret: 's3cret~value',
  }
}

type Refusal = 'at once' | 'after a challenge'

/** A mail server that takes one token, and refuses others as Microsoft (at once) or Google (challenge) does. */
async function openTokenServer(accepted: () => string, refusal: Refusal = 'at once') {
  const seen: (string | undefined)[] = []
  const server = await openMailServer({
    disabledCommands: [],
    authOptional: false,
    authMethods: ['XOAUTH2'],
    onAuth({ method, username, accessToken }, _session, done) {
      seen.push(accessToken)
      const isGood = method === 'XOAUTH2' && username === user && accessToken === accepted()
      if (isGood) return done(null, { user: username })
      if (refusal === 'after a challenge') return done(null, { data: { status: '400' } })
      const sent = Buffer.from(`user=${user}\x01auth=Bearer ${accessToken}\x01\x01`)
      const said = `5.7.3 Authentication unsuccessful ${accessToken} ${sent.toString('base64')}`
      done(Object.assign(new Error(said), { responseCode: 535 }))
    },
  })
  onTestFinished(server.close)
  return { server, seen, url: `smtp://127.0.0.1:${server.port}` }
}

function failureOf(handover: Promise<unknown>): Promise<HandoverFailed> {
  return handover.then(
    () => expect.unreachable('it was handed over'),
    (failure) => failure,
  )
}

test('every connection signs in with one token', async () => {
  const endpoint = await openTokenEndpoint(countedTokens())
  const { server, seen, url } = await openTokenServer(() => 'token-1')
  const mailer = mailerFor(url, { oauth: oauthAt(endpoint.url) })
  await Promise.all([mailer.send(recovery), mailer.send(passwordChanged)])
  await mailer.send(recovery)
  expect(server.received).toHaveLength(3)
  expect(seen).toEqual(['token-1', 'token-1'])
  expect(endpoint.forms).toHaveLength(1)
})

test.each(['at once', 'after a challenge'] as const)(
  'a token that is refused %s holds all email as a matter of settings, and is not used again',
  async (refusal) => {
    let accepted = 'none yet'
    const endpoint = await openTokenEndpoint(countedTokens())
    const { server, seen, url } = await openTokenServer(() => accepted, refusal)
    const mailer = mailerFor(url, { oauth: oauthAt(endpoint.url) })

    const failure = await failureOf(mailer.send(recovery))
    expect(failure.failure).toBe('setup')
    expect(failure.message).toContain('The mail server did not let us sign in: 535')
    expect(failure.message).not.toMatch(/token-\d|dXNlcj/)

    const next = endpoint.forms.length + 1
    accepted = `token-${next}`
    await mailer.send(recovery)
    expect(seen.at(-1)).toBe(accepted)
    expect(server.received).toHaveLength(1)
  },
)

test('a token that ends early is replaced while the email waits', async () => {
  const endpoint = await openTokenEndpoint(countedTokens())
  const { server, seen, url } = await openTokenServer(() => 'token-2', 'after a challenge')
  await mailerFor(url, { oauth: oauthAt(endpoint.url) }).send(recovery)
  expect(seen).toEqual(['token-1', 'token-2'])
  expect(server.received).toHaveLength(1)
})

test.each([
  ['setup', refusedToken(401, 'invalid_client', 'AADSTS7000222: The client secret is expired.')],
  ['unreachable', refusedToken(503, 'temporarily_unavailable', 'try again later')],
] as const)('without a token no email leaves: %s', async (expected, answers) => {
  const endpoint = await openTokenEndpoint(answers)
  const { server, url } = await openTokenServer(() => 'token-1')
  const mailer = mailerFor(url, { oauth: oauthAt(endpoint.url) })
  const [failure, other] = await Promise.all([
    failureOf(mailer.send(recovery)),
    failureOf(mailer.send(passwordChanged)),
  ])
  expect([failure.failure, other.failure]).toEqual([expected, expected])
  const { status, body } = answers()
  expect(failure.message).toBe(
    `No access token for the mail server: ${new URL(endpoint.url).host} answered ${status} ${body.error}: ${body.error_description}`,
  )
  expect(server.received).toEqual([])
})

test('a test email says at which of the two servers it failed', async () => {
  const email = {
    id: 'a-1',
    to: 'ada@example.test',
    ehloName: 'reset.example.test',
    from,
    branding,
  }
  const { url } = await openTokenServer(() => 'token-9')

  const expired = await openTokenEndpoint(refusedToken(401, 'invalid_client', 'expired'))
  const noToken = await sendTestEmail({ ...email, url, oauth: oauthAt(expired.url) })
  expect(noToken).toMatchObject({ status: 'failed', auth: 'oauth2', step: 'token' })
  expect(noToken.answer).toContain('401 invalid_client: expired')

  const endpoint = await openTokenEndpoint(countedTokens())
  const refused = await sendTestEmail({ ...email, url, oauth: oauthAt(endpoint.url) })
  expect(refused).toMatchObject({ status: 'failed', auth: 'oauth2', step: 'sign-in', reply: 535 })
  expect(refused.answer).not.toContain('token-1')
})
