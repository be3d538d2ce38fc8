import { isLoopback } from '@latchkey/core'

/** Plain http is for one's own machine: anywhere else, others on the way can read the links. */
export function isPlainAbroad(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'http:' && !isLoopback(url.hostname)
}
