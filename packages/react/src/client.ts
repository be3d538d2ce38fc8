import type { AppRouter, PublicSettings } from '@latchkey/api'
import type { Locale } from '@latchkey/wording'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { type CallOptions, callServer } from './call-server.ts'

type Mutation<Input, Output> = { mutate(input: Input): Promise<Output> }

/** The answer to `recovery.request` and `recovery.resend`. Times are ISO 8601. */
export type Requested = { requestId: string; resendAfterSeconds: number; codeExpiresAt: string }
/** The answer to `recovery.verifyToken` and `recovery.verifyNotMe`. */
export type Verified = { login: string; expiresAt: string }

/** The procedures of a recovery, as a tRPC client has them. */
export type RecoveryProcedures = {
  request: Mutation<{ email: string }, Requested>
  resend: Mutation<{ requestId: string }, Requested>
  verifyCode: Mutation<
    { requestId?: string | undefined; email?: string | undefined; code: string },
    Verified & { ticket: string }
  >
  verifyToken: Mutation<{ token: string }, Verified>
  reset: Mutation<
    { token: string; newPassword: string; confirmPassword?: string | undefined },
    { status: 'changed' }
  >
  verifyNotMe: Mutation<{ token: string }, Verified>
  notMe: Mutation<{ token: string }, Requested & { login: string }>
}

/**
 * What the parts need of a tRPC client. A client of a running Latchkey is one, and so is a client of your own router
 * that has ours under the name `recovery`. Under another name: `{ recovery: trpc.account.recovery }`.
 */
export type RecoveryClient = {
  recovery: RecoveryProcedures & { settings?: SettingsQuery | undefined }
  /** Where a Latchkey server has them. */
  settings?: { public: SettingsQuery } | undefined
}

/** The password rules and the name of the product. */
type SettingsQuery = { query(): Promise<PublicSettings> }

export type ConnectOptions = CallOptions & {
  /** The tRPC endpoint, such as `/trpc` or `https://recovery.example.com/trpc`. */
  url: string
  /** The language of the page, in which emails are sent. It may differ from the browser's. */
  locale: () => Locale
}

/** A client of the tRPC endpoint of a Latchkey server. */
export function connectTo({ url, locale, ...call }: ConnectOptions): TRPCClient<AppRouter> {
  // No batching: a batch would allow many guesses per request, and the server refuses it.
  const client = createTRPCClient<AppRouter>({
    links: [httpLink({ url, headers: () => readerHeaders(locale()), fetch: callServer(call) })],
  })
  ofServers.add(client)
  return client
}

/** Clients of a Latchkey server itself. A tRPC client cannot be asked which procedures there are. */
const ofServers = new WeakSet<object>()

/** The settings of the server, or undefined if a router of an application has none. */
export async function settingsOf(client: RecoveryClient): Promise<PublicSettings | undefined> {
  const { settings, recovery } = client
  const places = [recovery.settings, settings?.public]
  for (const place of ofServers.has(client) ? [settings?.public] : places) {
    try {
      const found = await place?.query()
      if (found) return found
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  return undefined
}

function isMissing(error: unknown): boolean {
  return (error as { data?: { code?: string } }).data?.code === 'NOT_FOUND'
}

/** Emails have the times of the reader's time zone. */
function readerHeaders(locale: Locale) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return { 'accept-language': locale, 'time-zone': timeZone }
}
