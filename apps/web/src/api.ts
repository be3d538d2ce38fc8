import type { AppRouter } from '@latchkey/api'
import {
  type Answer,
  type CallOptions,
  connectTo,
  type Refusal,
  refusalOf,
  useCall,
} from '@latchkey/react/app'
import type { Locale } from '@latchkey/wording'
import { QueryClient } from '@tanstack/react-query'
import { createTRPCReact, getQueryKey } from '@trpc/react-query'
import type { PageData } from './page-data.ts'
import { paths } from './paths.ts'

const trpc = createTRPCReact<AppRouter>()

export const TrpcProvider = trpc.Provider

export type Session = { login: string; signedInAt: string; expiresAt: string }
type Credentials = { email: string; password: string }
export type CurrentSession =
  | { status: 'checking'; isPaused: boolean }
  | { status: 'signed-in'; session: Session }
  | { status: 'signed-out' }
  | { status: 'refused'; refusal: Refusal; retry(): void }

/** Refused with `NO_COOKIES` if the browser did not keep the session, so that nobody is told they are signed in. */
export function useSignIn() {
  const cache = trpc.useUtils()
  async function keep(session: Session) {
    // A question on its way was asked without the session. Its answer must not be taken for the one to `isKept`.
    await cache.session.current.cancel()
    cache.session.current.setData(undefined, session)
  }
  const signIn = useCall(async (input: Credentials) => {
    const session = await cache.client.session.signIn.mutate(input)
    await keep(session)
    return session
  })

  async function isKept(): Promise<boolean> {
    try {
      await cache.session.current.fetch(undefined, { staleTime: 0 })
      return true
    } catch (error) {
      // Any other refusal says nothing about the cookie.
      return refusalOf(error).code !== 'SIGN_IN_FAILED'
    }
  }

  async function send(input: Credentials): Promise<Answer<Session>> {
    const answer = await signIn.send(input)
    if (answer.status === 'refused' || (await isKept())) return answer
    return { status: 'refused', refusal: { code: 'NO_COOKIES' } }
  }
  return { ...signIn, send }
}

export function useSignOut() {
  const cache = trpc.useUtils()
  return useCall<void, void>(async () => {
    await cache.client.session.signOut.mutate()
    await cache.session.current.reset()
  })
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

export type Connection = CallOptions & {
  /** What the server wrote into the page. It is not asked for again. */
  data?: PageData | undefined
}

export function connect({ data, ...call }: Connection = {}) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  if (data?.isSignedOut) {
    queryClient.setQueryData(getQueryKey(trpc.session.current, undefined, 'query'), NOT_SIGNED_IN)
  }
  const locale = () => document.documentElement.lang as Locale
  return { client: connectTo({ url: paths.api, locale, ...call }), queryClient }
}

/** The server has ended the sessions of the account. */
export function useForgetSession() {
  const cache = trpc.useUtils()
  return () => void cache.session.current.reset()
}
