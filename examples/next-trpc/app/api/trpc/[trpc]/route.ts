import { forwardedAddress, retryAfter } from '@latchkey/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { appRouter } from '../../../../server/router'

function handle(request: Request): Promise<Response> {
  // Next.js sets the header to the socket's peer if there is no proxy. Each proxy of yours adds one to `hops`.
  const remoteAddress = forwardedAddress(request.headers.get('x-forwarded-for'), { hops: 1 })
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => ({ caller: { remoteAddress, headers: request.headers } }),
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
  })
}

export { handle as GET, handle as POST }
