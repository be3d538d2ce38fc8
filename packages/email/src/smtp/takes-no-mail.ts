import type { MxRecord } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { parseSmtpUrl } from './smtp-url.ts'
import { isLoopback } from './transport-options.ts'

// RFC 6761. The first exists nowhere; the others may on a network of one's own.
const NOWHERE = 'invalid'
const notOutside = ['test', 'example', 'localhost']

const REMEMBERED_MS = 600_000
const REMEMBERED = 1_000
const LONGEST_LOOKUP_MS = 2_000

const ownNetworks = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  ownNetworks.addSubnet(network, prefix)
}
ownNetworks.addSubnet('fc00::', 7, 'ipv6')
ownNetworks.addSubnet('fe80::', 10, 'ipv6')

const family = (host: string) => (isIPv6(host) ? 'ipv6' : 'ipv4')

type ResolveMx = (domain: string) => Promise<MxRecord[]>

/**
 * Says why a domain takes no mail: its name is set aside by RFC 6761, or it says so itself by a null MX (RFC 7505).
 * A mail server on a network of one's own may know names that nobody else does. No answer is no reason.
 */
export function createDomainCheck(smtpUrl: string, resolveMx: ResolveMx = lookUp()) {
  const server = parseSmtpUrl(smtpUrl)
  const isLocal = server.ok && isLoopback(server.host)
  const isOwn =
    isLocal ||
    (server.ok && isIP(server.host) > 0 && ownNetworks.check(server.host, family(server.host)))
  const known = new Map<string, { isNull: boolean; until: number }>()

  async function hasNullMx(domain: string): Promise<boolean> {
    const before = known.get(domain)
    if (before && before.until > performance.now()) return before.isNull
    const records = await resolveMx(domain).catch(() => [])
    const isNull = records.length === 1 && records[0]?.exchange === ''
    if (known.size >= REMEMBERED) known.clear()
    known.set(domain, { isNull, until: performance.now() + REMEMBERED_MS })
    return isNull
  }

  return async (domain: string): Promise<string | undefined> => {
    const last = domain.toLowerCase().split('.').at(-1) ?? ''
    if (last === NOWHERE || (!isOwn && notOutside.includes(last))) {
      return `There is no mail for .${last} names`
    }
    if (isLocal) return undefined
    return (await hasNullMx(domain)) ? 'The domain says that it takes no mail' : undefined
  }
}

function lookUp(): ResolveMx {
  const resolver = new Resolver({ timeout: LONGEST_LOOKUP_MS, tries: 1 })
  return (domain) => resolver.resolveMx(domain)
}
