import { appRouter } from '@latchkey/api/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { paths } from '../paths.ts'
import type { FakeServer } from './fake-server.ts'

/** A `fetch` with the real router on its other end. */
export function serve(testbed: FakeServer): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, 'http://localhost:3000')
    // The signal belongs to jsdom, and Node's Request takes only Node's.
    const { signal, ...rest } = init ?? {}
    signal?.throwIfAborted()
    const req = new Request(url, rest)
    return fetchRequestHandler({
      endpoint: paths.api,
      req,
      router: appRouter,
      createContext: () => testbed.context,
    })
  }
}
