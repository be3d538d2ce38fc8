import { OPERATOR_HEADER } from '@latchkey/operator'
import { operatorRouter } from '@latchkey/operator/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { FakeOperators } from './fake-operators.ts'

/** A `fetch` that calls the real router. */
export function serve(server: FakeOperators): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, window.location.origin)
    // Node's `Request` does not accept a signal of jsdom.
    const { signal, ...rest } = init ?? {}
    signal?.throwIfAborted()
    return fetchRequestHandler({
      endpoint: '/trpc',
      req: new Request(url, rest),
      router: operatorRouter,
      createContext: ({ req }) => ({
        ...server.context,
        shown: req.headers.get(OPERATOR_HEADER) ?? undefined,
      }),
    })
  }
}
