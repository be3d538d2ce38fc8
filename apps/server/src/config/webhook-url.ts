import { isLoopback } from '@latchkey/core'
import ipaddr from 'ipaddr.js'

/** Why no events can be sent to this address; `undefined` if they can. */
export function webhookUrlProblem(value: string): string | undefined {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an address like https://app.example.com/hooks/latchkey'
  }
  if (url.username !== '' || url.password !== '') {
    return 'must have no user name or password: calls are signed'
  }
  if (url.hash !== '') return 'must have no #'
  if (url.protocol === 'http:' && !isNear(url.hostname)) {
    return 'must be https: only this machine and private networks may be called by http'
  }
  return undefined
}

/** This machine, a private address, or a name that only a network of one's own can have. */
function isNear(hostname: string): boolean {
  if (isLoopback(hostname)) return true
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (ipaddr.isValid(address)) {
    return ['private', 'uniqueLocal', 'linkLocal', 'loopback'].includes(
      ipaddr.process(address).range(),
    )
  }
  return !hostname.includes('.') || /\.(?:internal|local|localhost|lan|home\.arpa)$/.test(hostname)
}
