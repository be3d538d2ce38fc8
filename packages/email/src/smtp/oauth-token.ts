import { createSign } from 'node:crypto'
import { objectIn, textOf } from '../http-answer.ts'
import { quote } from './quote.ts'

/** How to get an access token that signs in to the mail server. */
export type OauthSettings = {
  /** The mailbox that sends. */
  user: string
  tokenUrl: string
  scope: string | undefined
} & (
  | { grant: 'client-credentials'; clientId: string; clientSecret: string }
  | { grant: 'service-account'; serviceClient: string; privateKey: string }
)

export type TokenSource = ReturnType<typeof createTokenSource>

/** `setup`: the endpoint refused us. `unreachable`: it is down, overloaded, or gave no answer. */
export class TokenFailed extends Error {
  readonly failure: 'setup' | 'unreachable'

  constructor(failure: 'setup' | 'unreachable', message: string) {
    super(message)
    this.name = 'TokenFailed'
    this.failure = failure
  }
}

type Token = { value: string; renewAtMs: number }

const FETCH_TIMEOUT_MS = 10_000
const RENEW_BEFORE_END_MS = 300_000
const LIFETIME_IF_UNSAID_SECONDS = 600
const ASSERTION_LIFETIME_SECONDS = 300

type Options = { nowMs: () => number; fetchTimeoutMs: number }

/** Keeps one access token, renews it before its end, and fetches once for all who wait. */
export function createTokenSource(settings: OauthSettings, given: Partial<Options> = {}) {
  const options = { nowMs: Date.now, fetchTimeoutMs: FETCH_TIMEOUT_MS, ...given }
  const { nowMs } = options
  let kept: Token | undefined
  let fetching: Promise<Token> | undefined

  async function fresh(): Promise<Token> {
    fetching ??= fetchToken(settings, options).finally(() => {
      fetching = undefined
    })
    kept = await fetching
    return kept
  }

  return {
    user: settings.user,
    /**
     * @param renew the mail server refused the token that is kept
     * @throws TokenFailed
     */
    async token(renew = false): Promise<string> {
      if (!renew && kept && kept.renewAtMs > nowMs()) return kept.value
      try {
        return (await fresh()).value
      } catch (error) {
        throw asTokenFailed(error, settings)
      }
    },
    /** Makes the next call fetch a new token. */
    forget(): void {
      if (kept) kept.renewAtMs = 0
    },
    /** What must never be quoted. */
    secrets(): string[] {
      const token = kept ? [kept.value, signInWith(kept.value, settings.user)] : []
      return settings.grant === 'client-credentials' ? [settings.clientSecret, ...token] : token
    },
  }
}

/** What goes over the wire: `AUTH XOAUTH2 <this>`. */
export function signInWith(token: string, user: string): string {
  return Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64')
}

async function fetchToken(settings: OauthSettings, options: Options): Promise<Token> {
  const askedAtMs = options.nowMs()
  const form = formFor(settings, askedAtMs)
  const response = await fetch(settings.tokenUrl, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(form),
    // The secret is for the configured endpoint alone.
    redirect: 'manual',
    signal: AbortSignal.timeout(options.fetchTimeoutMs),
  })
  const text = await textOf(response)
  const answer = objectIn(text)
  const { access_token: value, expires_in: seconds } = answer
  if (response.ok && typeof value === 'string' && value !== '') {
    const lifetimeMs = 1000 * (Number(seconds) || LIFETIME_IF_UNSAID_SECONDS)
    const keptMs = lifetimeMs - Math.min(RENEW_BEFORE_END_MS, lifetimeMs / 2)
    return { value, renewAtMs: askedAtMs + keptMs }
  }
  const said = answer.error ? `${answer.error}: ${answer.error_description ?? ''}` : text
  const secrets = [form.client_secret ?? '', form.assertion ?? '']
  const words = `${hostOf(settings)} answered ${response.status} ${quote(said, secrets)}`
  throw new TokenFailed(mayPass(response.status, answer.error) ? 'unreachable' : 'setup', words)
}

/** @see RFC 6749 §4.4 (client credentials), RFC 7523 §2.1 (assertion of a service account) */
function formFor(settings: OauthSettings, nowMs: number): Record<string, string> {
  const { scope } = settings
  if (settings.grant === 'service-account') {
    const assertion = assertionFor(settings, Math.floor(nowMs / 1000))
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }
  }
  const { clientId: client_id, clientSecret: client_secret } = settings
  const form = { grant_type: 'client_credentials', client_id, client_secret }
  return scope === undefined ? form : { ...form, scope }
}

function assertionFor(
  settings: OauthSettings & { grant: 'service-account' },
  nowSeconds: number,
): string {
  const claims = {
    iss: settings.serviceClient,
    sub: settings.user,
    scope: settings.scope,
    aud: settings.tokenUrl,
    iat: nowSeconds,
    exp: nowSeconds + ASSERTION_LIFETIME_SECONDS,
  }
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims].map(base64url).join('.')
  const signature = createSign('RSA-SHA256').update(signed).sign(settings.privateKey, 'base64url')
  return `${signed}.${signature}`
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

const MAY_PASS_ERRORS: readonly unknown[] = ['temporarily_unavailable', 'server_error']

function mayPass(status: number, error: unknown): boolean {
  return status >= 500 || status === 429 || status === 408 || MAY_PASS_ERRORS.includes(error)
}

/** A new error for each who waited: the library writes into those it is given. */
function asTokenFailed(error: unknown, settings: OauthSettings): TokenFailed {
  if (error instanceof TokenFailed) return new TokenFailed(error.failure, error.message)
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  const why = cause instanceof Error ? cause.message : message
  return new TokenFailed('unreachable', `${hostOf(settings)} did not answer: ${why}`)
}

function hostOf({ tokenUrl }: OauthSettings): string {
  return new URL(tokenUrl).host
}
