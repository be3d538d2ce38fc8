import type { AppRouter, PublicSettings } from '@latchkey/api'
import { QueryClient } from '@tanstack/react-query'
import { httpLink } from '@trpc/client'
import {
  createTRPCReact,
  getQueryKey,
  type inferReactQueryProcedureOptions,
} from '@trpc/react-query'
import type { PageData } from './page-data.ts'
import { paths } from './paths.ts'
import { type Refusal, refusalOf } from './refusal.ts'

const trpc = createTRPCReact<AppRouter>()
type Options = inferReactQueryProcedureOptions<AppRouter>

export const TrpcProvider = trpc.Provider

export type Answer<Value> =
  | { status: 'accepted'; value: Value }
  | { status: 'refused'; refusal: Refusal }

/** One procedure, ready to be called. `send` never throws: a refusal is an answer. */
export type Call<Input, Value> = {
  send(input: Input): Promise<Answer<Value>>
  isPending: boolean
  /** Waiting until the device is online again. */
  isPaused: boolean
}

export type Session = { login: string; signedInAt: string; expiresAt: string }
export type CurrentSession =
  | { status: 'checking'; isPaused: boolean }
  | { status: 'signed-in'; session: Session }
  | { status: 'signed-out' }
  | { status: 'refused'; refusal: Refusal; retry(): void }

export function useRequestRecovery() {
  return useCall(trpc.recovery.request.useMutation())
}

export function useResend() {
  return useCall(trpc.recovery.resend.useMutation())
}

export function useVerifyCode() {
  return useCall(trpc.recovery.verifyCode.useMutation())
}

export function useVerifyToken() {
  return useCall(trpc.recovery.verifyToken.useMutation())
}

export function useReset() {
  const forgetSession = useForgetSession()
  return useCall(trpc.recovery.reset.useMutation({ onSuccess: forgetSession }))
}

export function useVerifyNotMe() {
  return useCall(trpc.recovery.verifyNotMe.useMutation())
}

export function useNotMe() {
  const forgetSession = useForgetSession()
  return useCall(trpc.recovery.notMe.useMutation({ onSuccess: forgetSession }))
}

export function useSignIn() {
  const cache = trpc.useUtils()
  const keep: Options['session']['signIn']['onSuccess'] = (session) =>
    cache.session.current.setData(undefined, session)
  return useCall(trpc.session.signIn.useMutation({ onSuccess: keep }))
}

export function useSignOut() {
  const forgetSession = useForgetSession()
  return useCall(trpc.session.signOut.useMutation({ onSuccess: forgetSession }))
}

/** What the server wrote into the page where the browser had no session: the call would be refused. */
const NOT_SIGNED_IN: unknown = null

/** Such a page is recent; any other session is asked for again. */
function staleTime({ state }: { state: { data: unknown } }): number {
  return state.data === NOT_SIGNED_IN ? 5_000 : 0
}

export function useCurrentSession(): CurrentSession {
  const query = trpc.session.current.useQuery(undefined, { staleTime })
  if (query.data === NOT_SIGNED_IN) return { status: 'signed-out' }
  if (query.isPending) return { status: 'checking', isPaused: query.isPaused }
  if (query.data) return { status: 'signed-in', session: query.data }
  const refusal = refusalOf(query.error)
  if (refusal.code === 'SIGN_IN_FAILED') return { status: 'signed-out' }
  return { status: 'refused', refusal, retry: () => void query.refetch() }
}

/** Undefined until they are loaded, and if they cannot be. Pages work without them, with less help. */
export function useSettings(): PublicSettings | undefined {
  const options = { staleTime: Number.POSITIVE_INFINITY, retry: 2 }
  return trpc.settings.public.useQuery(undefined, options).data
}

export type Connection = {
  fetch?: typeof fetch
  timeoutSeconds?: number
  /** What the server wrote into the page. It is not asked for again. */
  data?: PageData | undefined
}

export function connect(connection: Connection = {}) {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: false },
      // A finished call must not stay in memory: its input may be a password.
      mutations: { gcTime: 0 },
    },
  })
  if (connection.data) rememberPageData(queryClient, connection.data)
  return {
    // No batching: a batch would allow many guesses per request, and the server refuses it.
    client: trpc.createClient({
      links: [httpLink({ url: paths.api, headers: readerHeaders, fetch: withTimeout(connection) })],
    }),
    queryClient,
  }
}

function rememberPageData(cache: QueryClient, { settings, isSignedOut }: PageData): void {
  cache.setQueryData(getQueryKey(trpc.settings.public, undefined, 'query'), settings)
  if (isSignedOut) cache.setQueryData(getQueryKey(trpc.session.current, undefined, 'query'), null)
}

/** Emails are sent in the language of the page, which may differ from the browser's, with times of its time zone. */
function readerHeaders() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return { 'accept-language': document.documentElement.lang, 'time-zone': timeZone }
}

type Init = { signal?: AbortSignal | null | undefined }

function withTimeout({ fetch = globalThis.fetch, timeoutSeconds = 15 }: Connection) {
  return (url: string | URL | Request, init: Init = {}) => {
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000)
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
    return fetch(url, { ...init, credentials: 'same-origin', signal })
  }
}

function useForgetSession() {
  const cache = trpc.useUtils()
  return () => cache.session.current.reset()
}

type Mutation<Input, Value> = {
  mutateAsync(input: Input): Promise<Value>
  isPending: boolean
  isPaused: boolean
}

function useCall<Input, Value>(mutation: Mutation<Input, Value>): Call<Input, Value> {
  const { mutateAsync, isPending, isPaused } = mutation
  return {
    isPending,
    isPaused,
    async send(input) {
      try {
        return { status: 'accepted', value: await mutateAsync(input) }
      } catch (error) {
        return { status: 'refused', refusal: refusalOf(error) }
      }
    },
  }
}
