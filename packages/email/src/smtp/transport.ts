import { createTransport } from 'nodemailer'
import { type BodyWatch, type WatchedEmail, watchBodies, watchBody } from './body-watch.ts'
import {
  connectionOptions,
  defaultTimeouts,
  type SmtpServer,
  type Timeouts,
} from './connection-options.ts'
import { createConversationLog } from './conversation-log.ts'
import { createTokenSource, type OauthSettings } from './oauth-token.ts'
import type { OutgoingEmail } from './outgoing-email.ts'
import { signIn } from './sign-in.ts'
import type { SmtpError } from './smtp-error.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import { unencoded } from './unencoded.ts'

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
  const signingIn = signIn(server, tokens)
  const conversations = createConversationLog()
  const settings = {
    ...connectionOptions(server, timeouts),
    ...signingIn.options,
    ...signature(options.dkim),
    logger: conversations.logger,
    transactionLog: true,
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
  return {
    server,
    auth: tokens ? ('oauth2' as const) : ('password' as const),
    /** Whether the server offered no way to use the user and password of the settings. */
    signInSkipped: signingIn.skipped,
    /** What must never be quoted. */
    secrets: () => [...passwordForms(server), ...(tokens?.secrets() ?? [])],
    /** What the server answered to the email. */
    async send(email: OutgoingEmail): Promise<string> {
      const watch = watchBody()
      const signal = AbortSignal.timeout(timeouts.overallMs)
      const watched: WatchedEmail = { ...email, ...unencoded(email), signal, watch }
      try {
        return (await transport.sendMail(watched)).response
      } catch (thrown) {
        const error = smtpError(thrown, { watch, overallMs: timeouts.overallMs })
        error.signInSkipped = signingIn.skipped()
        // The pool has several connections, and does not say which one was given up.
        const silentStep =
          error.code === 'ETIMEDOUT' && !error.timeoutType
            ? maxConnections === undefined && conversations.latestStep()
            : conversations.silentStep(error)
        if (silentStep && error.responseCode === undefined) error.silentStep = silentStep
        // The token may have been revoked before its time.
        if (error.code === 'EAUTH' && error.responseCode) tokens?.forget()
        throw error
      }
    },
    /** Connects, encrypts and signs in, on a connection of its own that is closed again. */
    async signIn(): Promise<void> {
      try {
        await transport.verify()
      } catch (thrown) {
        const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
        const silentStep = conversations.silentStep(error)
        if (silentStep && error.responseCode === undefined) error.silentStep = silentStep
        throw error
      }
    },
    /** Lets emails under way finish. */
    close: () => transport.close(),
  }
}

function signature(dkim: DkimKey | undefined) {
  if (!dkim) return {}
  const { domain, selector, privateKey } = dkim
  return { dkim: { domainName: domain, keySelector: selector, privateKey } }
}

function smtpError(thrown: unknown, sent: { watch: BodyWatch; overallMs: number }): SmtpError {
  const bodyBegan = sent.watch.began()
  const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
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
