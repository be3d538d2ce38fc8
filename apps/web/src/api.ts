import type { AppRouter, PublicSettings } from '@latchkey/api'
import { QueryClient } from '@tanstack/react-query'
import { httpLink } from '@trpc/client'
import {
  createTRPCReact,
  getQueryKey,
  type inferReactQueryProcedureOptions,
} from '@trpc/react-query'
import { type CallOptions, callServer } from './call-server.ts'
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

/** Refused with `NO_COOKIES` if the browser did not keep the session, so that nobody is told they are signed in. */
export function useSignIn() {
  const cache = trpc.useUtils()
  const keep: Options['session']['signIn']['onSuccess'] = async (session) => {
    // A question on its way was asked without the session. Its answer must not be taken for the one to `isKept`.
    await cache.session.current.cancel()
    cache.session.current.setData(undefined, session)
  }
  const signIn = useCall(trpc.session.signIn.useMutation({ onSuccess: keep }))
  type Input = Parameters<typeof signIn.send>[0]

  async function isKept(): Promise<boolean> {
    try {
      await cache.session.current.fetch(undefined, { staleTime: 0 })
      return true
    } catch (error) {
      // Any other refusal says nothing about the cookie.
      return refusalOf(error).code !== 'SIGN_IN_FAILED'
    }
  }

  async function send(input: Input): Promise<Answer<Session>> {
    const answer = await signIn.send(input)
    if (answer.status === 'refused' || (await isKept())) return answer
    return { status: 'refused', refusal: { code: 'NO_COOKIES' } }
  }
  return { ...signIn, send }
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
  // Coming back to the tab refetches, for the server's time: while a device sleeps, the clock of a page may stand still.
  const options = {
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
    refetchOnWindowFocus: 'always',
  } as const
  return trpc.settings.public.useQuery(undefined, options).data
}

export type Connection = CallOptions & {
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
      links: [httpLink({ url: paths.api, headers: readerHeaders, fetch: callServer(connection) })],
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
