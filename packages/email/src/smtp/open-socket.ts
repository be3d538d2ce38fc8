import { lookup as lookUp } from 'node:dns'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'

/** A host with several addresses: an address that does not answer costs this much, not a share of the whole wait. */
const ADDRESS_TIMEOUT_MS = 2_500
/** If the addresses are of both families, one of them often does not work at all. */
const FAMILY_TIMEOUT_MS = 1_000

export type Opened = (error: Error | null, socket?: { connection: Socket }) => void

export type SocketOptions = {
  host: string
  port: number
  timeoutMs: number
  lookup?: LookupFunction
}

/** Connects to a mail server, trying its addresses in turn. The library gives each one its share of the whole wait. */
export function openSocket(options: SocketOptions, opened: Opened): void {
  const { host, port, timeoutMs, lookup = lookUp as LookupFunction } = options
  const deadline = performance.now() + timeoutMs
  if (isIP(host)) {
    tryAddresses(options, { addresses: [], deadline }, opened)
    return
  }
  let done = false
  const timer = setTimeout(() => {
    done = true
    opened(failed(new Error(`DNS lookup for ${host} timed out`), 'EDNS'))
  }, timeoutMs)
  lookup(host, { all: true }, (error, addresses) => {
    clearTimeout(timer)
    if (done) return
    if (error) return opened(failed(error, 'EDNS'))
    const found = Array.isArray(addresses) ? addresses : []
    tryAddresses({ ...options, host, port }, { addresses: found, deadline }, opened)
  })
}

type Addresses = { addresses: { address: string; family: number }[]; deadline: number }

function tryAddresses(
  { host, port }: SocketOptions,
  { addresses, deadline }: Addresses,
  opened: Opened,
): void {
  const families = new Set(addresses.map(({ family }) => family))
  const socket = connect({
    host,
    port,
    ...(addresses.length > 1 && {
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: families.size > 1 ? FAMILY_TIMEOUT_MS : ADDRESS_TIMEOUT_MS,
    }),
    ...(addresses.length > 0 && {
      lookup: (_host, _options, found) =>
        _options.all
          ? found(null, addresses)
          : found(null, addresses[0]?.address ?? host, addresses[0]?.family),
    }),
  })
  const timer = setTimeout(
    () =>
      socket.destroy(
        Object.assign(new Error('Connection timeout'), { timeoutType: 'CONNECT_TIMEOUT' }),
      ),
    Math.max(0, deadline - performance.now()),
  )
  const fail = (error: Error & { timeoutType?: string }) => {
    clearTimeout(timer)
    opened(failed(firstOf(error), error.timeoutType ? 'ETIMEDOUT' : 'ESOCKET'))
  }
  socket.once('error', fail)
  socket.once('connect', () => {
    clearTimeout(timer)
    socket.removeListener('error', fail)
    opened(null, { connection: socket })
  })
}

/** When every address failed, Node reports them together, without a message. */
function firstOf(error: Error): Error {
  return error instanceof AggregateError && error.errors[0] instanceof Error
    ? error.errors[0]
    : error
}

/** As the library marks its own errors. */
function failed(error: NodeJS.ErrnoException, code: string): Error {
  return Object.assign(error, { originalCode: error.code, code, command: 'CONN' })
}
