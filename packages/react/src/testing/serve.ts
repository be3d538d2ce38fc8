import { appRouter } from '@latchkey/api/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { FakeServer } from './fake-server.ts'

const endpoint = '/trpc'

/** A `fetch` that calls the real router. */
export function serve(server: FakeServer): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, 'http://localhost:3000')
    // Node's `Request` does not accept a signal of jsdom.
    const { signal, ...rest } = init ?? {}
    signal?.throwIfAborted()
    const req = new Request(url, rest)
    const answer = await fetchRequestHandler({
      endpoint,
      req,
      router: appRouter,
      createContext: () => server.context,
    })
    answer.headers.set('date', new Date().toUTCString())
    return answer
  }
}
