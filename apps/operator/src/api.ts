import {
  type ActOutcome,
  type AuditEntry,
  BACKGROUND_HEADER,
  type CurrentSession,
  type Email,
  type EmailState,
  type Found,
  inHeader,
  OPERATOR_HEADER,
  type OperatorRouter,
  type Page,
  type Topic,
  type WebhookEvent,
} from '@latchkey/operator'
import { type CallOptions, callServer } from '@latchkey/react/app'
import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCReact, getQueryKey } from '@trpc/react-query'
import { useEffect, useState } from 'react'
import { paths } from './paths.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import { isSomebodyHere } from './somebody-here.ts'

const trpc = createTRPCReact<OperatorRouter>()

export const TrpcProvider = trpc.Provider

/** For tests. */
export type Connection = CallOptions & { eventSource?: typeof EventSource }

export function connect({ eventSource, ...call }: Connection = {}) {
  const url = paths.api
  const headers = (path: string): Record<string, string> => {
    const shown = path.startsWith('session.') ? undefined : whoIsShown(queryClient)
    return {
      ...(!isSomebodyHere() && { [BACKGROUND_HEADER]: '1' }),
      ...(shown !== undefined && { [OPERATOR_HEADER]: inHeader(shown) }),
    }
  }
  const client = createTRPCClient<OperatorRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url, ...(eventSource && { EventSource: eventSource }) }),
        false: httpLink({
          url,
          headers: ({ op }) => headers(op.path),
          fetch: callServer(call),
        }),
      }),
    ],
  })
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, { queryKey }) {
        if (refusalOf(error).code !== 'NOT_ENTERED' || isAboutSession(queryKey)) return
        lookWhoIsHere(queryClient)
      },
    }),
    defaultOptions: { queries: { retry: false, placeholderData: keepPreviousData } },
  })
  return { client, queryClient }
}

function whoIsShown(queryClient: QueryClient): string | undefined {
  const [session] = queryClient.getQueriesData<CurrentSession>({
    queryKey: getQueryKey(trpc.session.current),
  })
  return session?.[1]?.operator
}

function isAboutSession([path]: readonly unknown[]): boolean {
  return Array.isArray(path) && path[0] === 'session'
}

/** Whatever notices first that the session has ended: the page asks who is here, and shows how to enter. */
function lookWhoIsHere(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ predicate: (query) => isAboutSession(query.queryKey) })
}

/** Nothing that was seen stays in memory. */
function forgetWhatWasSeen(queryClient: QueryClient): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => !isAboutSession(queryKey) })
}

export function useFacts() {
  return trpc.session.facts.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY }).data
}

export type Session =
  | { status: 'checking' }
  | { status: 'entered'; session: CurrentSession }
  | { status: 'outside'; hasEnded: boolean }
  | { status: 'refused'; refusal: Refusal; retry(): void }

/** Who is here. */
export function useSession(): Session {
  const query = trpc.session.current.useQuery(undefined, {
    staleTime: Number.POSITIVE_INFINITY,
    // In another tab somebody else may have signed in, which no stream tells where a proxy says who calls.
    refetchOnWindowFocus: 'always',
  })
  if (query.error) {
    const refusal = refusalOf(query.error)
    // Somebody who was here before is told that the session has ended.
    const hasEnded = query.data !== undefined
    if (refusal.code === 'NOT_ENTERED') return { status: 'outside', hasEnded }
    if (!query.data) return { status: 'refused', refusal, retry: () => void query.refetch() }
  }
  if (query.data) return { status: 'entered', session: query.data }
  return { status: 'checking' }
}

export type Answer<Value> =
  | { status: 'accepted'; value: Value }
  | { status: 'refused'; refusal: Refusal }

/** One procedure, ready to be called. `send` never throws: a refusal is an answer. */
export function useCall<Input, Value>(procedure: (input: Input) => Promise<Value>) {
  const queryClient = useQueryClient()
  const [isPending, setIsPending] = useState(false)
  async function send(input: Input): Promise<Answer<Value>> {
    setIsPending(true)
    try {
      return { status: 'accepted', value: await procedure(input) }
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal.code === 'NOT_ENTERED') lookWhoIsHere(queryClient)
      return { status: 'refused', refusal }
    } finally {
      setIsPending(false)
    }
  }
  return { send, isPending }
}

export function useEnter() {
  const cache = trpc.useUtils()
  const queryClient = useQueryClient()
  return useCall(async (token: string) => {
    const session = await cache.client.session.enter.mutate({ token })
    forgetWhatWasSeen(queryClient)
    await cache.session.current.cancel()
    cache.session.current.setData(undefined, session)
  })
}

export function useLeave() {
  const cache = trpc.useUtils()
  const queryClient = useQueryClient()
  return useCall<void, void>(async () => {
    await cache.client.session.leave.mutate()
    forgetWhatWasSeen(queryClient)
    await cache.session.current.reset()
  })
}

export function useOverview(midnight: string) {
  return trpc.overview.show.useQuery({ midnight })
}

export function useLimits() {
  return trpc.limits.list.useQuery()
}

export function useWebhooks() {
  return trpc.webhooks.list.useQuery()
}

/** The rows of a list so far, newest first, and how to get those that come after them. */
export type Rows<Row> = {
  rows: readonly Row[] | undefined
  refusal: Refusal | undefined
  retry(): void
  more: (() => void) | undefined
  isLoadingMore: boolean
}

/** The key begins like those of tRPC, so that one call tells both kinds of query that a topic changed. */
function useRows<Row>(
  [topic, name, input]: readonly [Topic, string, object],
  load: (before: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey: [[topic, name], { input, type: 'rows' }],
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  return {
    rows: query.data?.pages.flatMap(({ rows }) => rows),
    refusal: query.error && !query.data ? refusalOf(query.error) : undefined,
    retry: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
  }
}

export function useEmails(state: EmailState | undefined): Rows<Email> {
  const { client } = trpc.useUtils()
  return useRows(['emails', 'list', { state }], (before, signal) =>
    client.emails.list.query({ state, before }, { signal }),
  )
}

export function useEvents(failed: boolean): Rows<WebhookEvent> {
  const { client } = trpc.useUtils()
  return useRows(['webhooks', 'events', { failed }], (before, signal) =>
    client.webhooks.events.query({ failed, before }, { signal }),
  )
}

export type AuditFilter = {
  kind?: string | undefined
  operator?: string | undefined
  requestId?: string | undefined
  accountId?: string | undefined
}

export function useAudit(filter: AuditFilter): Rows<AuditEntry> {
  const { client } = trpc.useUtils()
  return useRows(['audit', 'list', filter], (before, signal) =>
    client.audit.list.query({ ...filter, before }, { signal }),
  )
}

export type Search = { subject: string; found: Found }

export function useSearchCall() {
  const { client } = trpc.useUtils()
  return useCall(async (subject: string): Promise<Search> => {
    return { subject, found: await client.people.search.mutate({ subject }) }
  })
}

/** What operators do: the input without the reason, and then the reason. */
export function useActs() {
  const { client } = trpc.useUtils()
  return {
    retryEmail: (emailId: string) => (reason: string) =>
      client.emails.retry.mutate({ emailId, reason }),
    retryEvent: (eventId: string) => (reason: string) =>
      client.webhooks.retry.mutate({ eventId, reason }),
    onPerson: (act: PersonAct, subject: string) => (reason: string) =>
      client.people[act].mutate({ subject, reason }),
  }
}

export type PersonAct = 'revoke' | 'unsuppress' | 'disable' | 'enable'
export type Act = (reason: string) => Promise<ActOutcome>

export type LiveState = 'connecting' | 'live' | 'lost'

const TRY_AGAIN_MS = 5_000

/**
 * Loads what is shown anew when the server says that it changed.
 *
 * @param onPeople what was found about a person may be out of date. It is not asked for again by itself, because each
 * search is written to the audit trail.
 */
export function useLive(onPeople: () => void): LiveState {
  const cache = trpc.useUtils()
  const [isFirst, setIsFirst] = useState(true)
  const { status, error, reset } = trpc.live.changes.useSubscription(undefined, {
    onData({ topics }) {
      for (const topic of topics) {
        if (topic !== 'people') void cache[topic].invalidate()
        // The first one names everything, and nothing was searched for before it.
        else if (!isFirst) onPeople()
      }
      setIsFirst(false)
    },
  })

  useEffect(() => {
    if (!error) return
    if (refusalOf(error).code === 'NOT_ENTERED') void cache.session.current.invalidate()
    // Also where the session was said to have ended: if it has, or another took its place, the shell is gone by then.
    const timer = setTimeout(reset, TRY_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [error, reset, cache])

  if (status === 'pending') return 'live'
  return isFirst && status !== 'error' ? 'connecting' : 'lost'
}
