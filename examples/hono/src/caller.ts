import { getConnInfo } from '@hono/node-server/conninfo'
import type { Caller } from '@latchkey/server'
import type { Context } from 'hono'

/** Who makes a call. Behind a proxy of yours: `forwardedAddress` of `@latchkey/server`. */
export function callerOf(c: Context): Caller {
  return { remoteAddress: getConnInfo(c).remote.address, headers: c.req.raw.headers }
}
