import type { MxRecord } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { isLoopback } from '@latchkey/core'
import { parseSmtpUrl } from './smtp-url.ts'

// RFC 6761. The first exists nowhere; the others may exist on a private network.
const NOWHERE = 'invalid'
const notPublic = ['test', 'example', 'localhost']

const CACHED_FOR_MS = 600_000
const MOST_CACHED_DOMAINS = 1_000
const LOOKUP_TIMEOUT_MS = 2_000

const privateNetworks = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, prefix)
}
privateNetworks.addSubnet('fc00::', 7, 'ipv6')
privateNetworks.addSubnet('fe80::', 10, 'ipv6')

const family = (host: string) => (isIPv6(host) ? 'ipv6' : 'ipv4')

type ResolveMx = (domain: string) => Promise<MxRecord[]>

/**
 * Says why a domain takes no email: its name is reserved by RFC 6761, or it has a null MX record (RFC 7505). A mail
 * server on a private network may know reserved names; a mail service knows none. A failed look-up is no reason.
 */
export function createDomainCheck(smtpUrl: string | undefined, resolveMx: ResolveMx = lookUp()) {
  const server = parseSmtpUrl(smtpUrl ?? '')
  const isLocal = server.ok && isLoopback(server.host)
  const isPrivate =
    isLocal ||
    (server.ok && isIP(server.host) > 0 && privateNetworks.check(server.host, family(server.host)))
  const cached = new Map<string, { isNull: boolean; untilMs: number }>()

  async function hasNullMx(domain: string): Promise<boolean> {
    const before = cached.get(domain)
    if (before && before.untilMs > performance.now()) return before.isNull
    const records = await resolveMx(domain).catch(() => [])
    const isNull = records.length === 1 && records[0]?.exchange === ''
    if (cached.size >= MOST_CACHED_DOMAINS) cached.clear()
    cached.set(domain, { isNull, untilMs: performance.now() + CACHED_FOR_MS })
    return isNull
  }

  return async (domain: string): Promise<string | undefined> => {
    const last = domain.toLowerCase().split('.').at(-1) ?? ''
    if (last === NOWHERE || (!isPrivate && notPublic.includes(last))) {
      return `No email is sent to .${last} names`
    }
    if (isLocal) return undefined
    return (await hasNullMx(domain)) ? 'The domain says that it takes no email' : undefined
  }
}

function lookUp(): ResolveMx {
  const resolver = new Resolver({ timeout: LOOKUP_TIMEOUT_MS, tries: 1 })
  return (domain) => resolver.resolveMx(domain)
}
