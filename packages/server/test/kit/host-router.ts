import { type Latchkey, retryAfter, withRefusals } from '@latchkey/server'
import { initTRPC } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import superjson from 'superjson'

/* A host as larger ones are: with a transformer, an error formatter and a `recovery` router of its own. */

export type HostContext = { user: { id: string } | undefined; ip: string; headers: Headers }

export function hostRouter(latchkey: Latchkey) {
  const t = initTRPC.context<HostContext>().create({
    transformer: superjson,
    errorFormatter: withRefusals(({ shape, ctx }) => ({
      ...shape,
      data: { ...shape.data, askedBy: ctx?.user?.id ?? 'nobody' },
    })),
  })
  return t.router({
    today: t.procedure.query(() => new Date(0)),
    broken: t.procedure.query((): string => {
      throw new Error('of the host itself')
    }),
    recovery: t.router({ plans: t.procedure.query(() => ['of the host itself']) }),
    account: {
      recovery: latchkey.router((ctx: HostContext) => ({
        remoteAddress: ctx.ip,
        headers: ctx.headers,
      })),
    },
  })
}

export type HostRouter = ReturnType<typeof hostRouter>

/** What a fetch of a client reaches. */
export function fetchOf(router: HostRouter, context: Partial<HostContext> = {}) {
  return async (input: URL | string, init?: object): Promise<Response> => {
    const request = new Request(input, init)
    return fetchRequestHandler({
      endpoint: '/trpc',
      req: request,
      router,
      createContext: () => ({
        user: undefined,
        ip: '192.0.2.44',
        headers: request.headers,
        ...context,
      }),
      responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    })
  }
}
