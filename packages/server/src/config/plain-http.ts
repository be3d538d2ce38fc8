import { isLoopback } from '@latchkey/core'

/** Plain http is for one's own machine: on any other host, the network could read the links. */
export function isPlainHttpElsewhere(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'http:' && !isLoopback(url.hostname)
}
