/** For servers that speak `Request → Response`: Next.js, Hono, Bun, Deno. */
import type { Caller } from './caller/caller.ts'
import type { Latchkey } from './instance/latchkey.ts'

type Address = Caller['remoteAddress']

/**
 * A function of a request.
 *
 * @param addressOf the IP address of the caller, from the request and whatever else the server gives: Bun its server, Deno
 *   the connection. Where only headers have it, name one that your platform overwrites.
 */
export function fetchHandler<More extends unknown[]>(
  latchkey: Latchkey,
  addressOf: (request: Request, ...more: More) => Address,
): (request: Request, ...more: More) => Promise<Response> {
  return (request, ...more) =>
    latchkey.handler(request, { remoteAddress: () => addressOf(request, ...more) })
}

/** The exports of a route handler of Next.js: `export const { GET, POST } = routeHandlers(latchkey, addressOf)`. */
export function routeHandlers(latchkey: Latchkey, addressOf: (request: Request) => Address) {
  // The second argument of Next.js, with its parameters, is left.
  const handle = (request: Request): Promise<Response> =>
    latchkey.handler(request, { remoteAddress: () => addressOf(request) })
  return { GET: handle, POST: handle }
}
