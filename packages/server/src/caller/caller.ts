import type { Client } from '@latchkey/core'
import { SetupError } from '../config/setup-error.ts'
import { type CallerHeaders, clientFrom } from './client.ts'
import { parseClientAddress } from './client-address.ts'

/** Who makes a call. */
export type Caller = {
  /**
   * The IP address that limits count the call for: the socket's peer, or what a proxy that you trust says. Never a header
   * that anybody can send. `unknown`: there is none, as on a Unix socket; all such callers share the limits of one.
   */
  remoteAddress: string | undefined
  /** Of the request: `Headers`, or an object with names in lower case. Read: `user-agent`, `accept-language`, `time-zone`. */
  headers: Headers | CallerHeaders
}

type Address = Caller['remoteAddress']

/** The address of a caller, or a function that finds it: if it throws, the call is refused, and the log says why. */
export type CallerAddress = { remoteAddress: Address | (() => Address) }

/** @throws SetupError if there is no address. */
export function addressOfCaller({ remoteAddress }: Pick<Caller, 'remoteAddress'>): string {
  if (typeof remoteAddress !== 'string' || remoteAddress === '') {
    throw new SetupError(
      "A call came without remoteAddress, so that no limit could count it. Give the address of the socket's peer, such as request.socket.remoteAddress, or what your trusted proxy says; 'unknown' where there is none (docs/embedding.md).",
    )
  }
  return remoteAddress
}

/** @throws SetupError if there is no address. */
export function clientOfCaller(caller: Caller): Client {
  const remoteAddress = addressOfCaller(caller)
  const { headers } = caller
  const address = remoteAddress === 'unknown' ? undefined : parseClientAddress(remoteAddress)
  return clientFrom(address, isHeaders(headers) ? fromHeaders(headers) : (headers ?? {}))
}

// Servers bring classes of their own, so it is told by its method.
function isHeaders(headers: Caller['headers']): headers is Headers {
  return typeof Reflect.get(headers ?? {}, 'get') === 'function'
}

function fromHeaders(headers: Headers): CallerHeaders {
  return {
    'user-agent': headers.get('user-agent') ?? undefined,
    'accept-language': headers.get('accept-language') ?? undefined,
    'time-zone': headers.get('time-zone') ?? undefined,
  }
}
