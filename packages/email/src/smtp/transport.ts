import { createTransport, type NodemailerError } from 'nodemailer'
import { type BodyWatch, type WatchedEmail, watchBodies, watchBody } from './body-watch.ts'
import {
  connectionOptions,
  defaultTimeouts,
  type SmtpServer,
  type Timeouts,
} from './connection-options.ts'
import { createTokenSource, type OauthSettings, type TokenSource } from './oauth-token.ts'
import type { OutgoingEmail } from './outgoing-email.ts'
import { parseSmtpUrl } from './smtp-url.ts'

/** The key that receivers look up at `<selector>._domainkey.<domain>`. */
export type DkimKey = { domain: string; selector: string; privateKey: string }

export type TransportOptions = {
  url: string
  /** The host name this machine gives in EHLO. */
  ehloName: string
  /** Signs in with an access token instead of the password in the URL. */
  oauth?: OauthSettings | undefined
  dkim?: DkimKey | undefined
  timeouts?: Partial<Timeouts>
}

/** What the library throws, and whether the server may have had the email by then. */
export type SmtpError = NodemailerError & { bodyBegan?: boolean }

// Some servers want a new connection now and then; most close idle ones after a minute or more.
const EMAILS_PER_CONNECTION = 100
const IDLE_MS = 20_000

/**
 * The way to one mail server. With `maxConnections` connections are pooled; without, each email gets one of its own.
 * Throws {@link SmtpError}.
 */
export function openTransport(options: TransportOptions, maxConnections?: number) {
  const server = parseSmtpUrl(options.url)
  if (!server.ok) throw new Error(server.reason)

  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const tokens = options.oauth && createTokenSource(options.oauth)
  const settings = {
    ...connectionOptions(server, timeouts),
    ...authentication(server, tokens),
    ...signature(options.dkim),
    name: options.ehloName,
    // Text is text: nothing an email says makes the library open a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  const transport = maxConnections
    ? createTransport({
        ...settings,
        pool: true,
        maxConnections,
        maxMessages: EMAILS_PER_CONNECTION,
        idleTimeout: IDLE_MS,
        // Once more when the server had closed the connection before it got a byte of the email.
        maxRequeues: 1,
      })
    : createTransport(settings)
  transport.use('stream', watchBodies)
  if (tokens) {
    transport.set('oauth2_provision_cb', (_user, renew, done) => {
      tokens.token(renew).then(
        (token) => done(null, token),
        (error) => done(error),
      )
    })
  }

  return {
    server,
    auth: tokens ? ('oauth2' as const) : ('password' as const),
    /** What must never be quoted. */
    secrets: () => [...passwordForms(server), ...(tokens?.secrets() ?? [])],
    /** What the server answered to the email. */
    async send(email: OutgoingEmail): Promise<string> {
      const watch = watchBody()
      const signal = AbortSignal.timeout(timeouts.overallMs)
      const watched: WatchedEmail = { ...email, signal, watch }
      try {
        return (await transport.sendMail(watched)).response
      } catch (thrown) {
        const error = smtpError(thrown, { watch, overallMs: timeouts.overallMs })
        // The token may have been revoked before its time.
        if (error.code === 'EAUTH' && error.responseCode) tokens?.forget()
        throw error
      }
    },
    /** Lets emails under way finish. */
    close: () => transport.close(),
  }
}

function authentication({ auth }: SmtpServer, tokens: TokenSource | undefined) {
  if (tokens) return { auth: { type: 'OAuth2', user: tokens.user } } as const
  return auth ? { auth } : {}
}

function signature(dkim: DkimKey | undefined) {
  if (!dkim) return {}
  const { domain, selector, privateKey } = dkim
  return { dkim: { domainName: domain, keySelector: selector, privateKey } }
}

function smtpError(thrown: unknown, sent: { watch: BodyWatch; overallMs: number }): SmtpError {
  const bodyBegan = sent.watch.began()
  const error: NodemailerError = thrown instanceof Error ? thrown : new Error(String(thrown))
  if (error.code !== 'EABORT') return Object.assign(error, { bodyBegan })
  const late = new Error(`gave up after ${sent.overallMs / 1000} s`)
  return Object.assign(late, { code: 'ETIMEDOUT', bodyBegan })
}

function passwordForms({ auth }: SmtpServer): string[] {
  if (!auth) return []
  const { user, pass } = auth
  return [pass, base64(pass), base64(`\0${user}\0${pass}`)]
}

function base64(value: string): string {
  return Buffer.from(value).toString('base64')
}
