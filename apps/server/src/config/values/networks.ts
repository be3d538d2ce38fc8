import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { commaList } from './plain.ts'

/** What is wrong with a network that holds strangers, and what to name instead. */
type TooWide = { does: string; name: string }

export const networks = (tooWide: TooWide) => {
  const network = z.string().transform((value, context) => {
    const problem = networkProblem(value, tooWide)
    if (problem === undefined) return value
    context.addIssue(problem)
    return z.NEVER
  })
  return z.string().transform(commaList).pipe(z.array(network))
}

/** Shorter prefixes hold strangers, and a trusted stranger chooses the address that limits see. */
const shortestPrefix = { ipv4: 8, ipv6: 16 }

function networkProblem(value: string, tooWide: TooWide): string | undefined {
  const shape = `must be addresses or networks like 10.0.0.0/8, separated by commas; "${value}" is none`
  const [address = '', prefix, ...rest] = value.split('/')
  const known = isIP(address)
  if (known === 0 || address.includes('%') || rest.length > 0) return shape
  if (prefix === undefined) return undefined
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (known === 4 ? 32 : 128)) return shape
  const parsed = ipaddr.parse(address)
  const mapped = parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).isIPv4MappedAddress()
  const least =
    known === 4 ? shortestPrefix.ipv4 : mapped ? 96 + shortestPrefix.ipv4 : shortestPrefix.ipv6
  if (Number(prefix) < least) {
    return `${tooWide.does} far too many: ${value} must be at least a /${least}, and best lists only ${tooWide.name}`
  }
  const first = firstOf(parsed, Number(prefix))
  return first === parsed.toString()
    ? undefined
    : `has bits behind the prefix: for ${value} write ${address}, or the network ${first}/${prefix}`
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): string {
  const cidr = `${address.toString()}/${prefix}`
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(cidr).toString()
}
