import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * An IP address as proxies write it: also with a port (`203.0.113.5:40001`), in brackets or quotes, with a zone, or as
 * IPv4 inside IPv6. `undefined`: it names nobody, and must not be told apart from other texts that name nobody.
 */
export function parseClientAddress(text: string | undefined): Address | undefined {
  const [, inBrackets, v4, plain] =
    /^\s*"?(?:\[([^\]]*)\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?|([\da-f:.]+(?:%\S+)?))"?\s*$/i.exec(
      text ?? '',
    ) ?? []
  if (v4 !== undefined) return fourParts(v4)
  const v6 = inBrackets ?? withoutPort(plain ?? '')
  if (!ipaddr.IPv6.isValid(v6)) return fourParts(v6)
  const parsed = ipaddr.IPv6.parse(v6)
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed
}

/** Only as four decimal numbers: the library also takes `1`, `0x7f.1` and octal digits for addresses. */
function fourParts(text: string): ipaddr.IPv4 | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined
}

/**
 * Without brackets, a port can only be told from the address where all eight groups are written, or behind the four
 * numbers of IPv4, which are always the last.
 */
function withoutPort(text: string): string {
  const [, address] =
    /^((?:[\da-f]{1,4}:){7}[\da-f]{1,4}|[\da-f:]+:\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/i.exec(text) ??
    []
  return address ?? text
}

/** Whether an address, in any of these forms, is one of the proxies that are trusted. */
export function trustedProxies(networks: readonly string[]): (address: string) => boolean {
  const isTrusted = isInNetworks(networks)
  return (address) => isTrusted(parseClientAddress(address))
}

/** Whether an address is in one of these networks, written as `10.0.0.0/8`, or as a single address. */
export function isInNetworks(
  networks: readonly string[],
): (address: Address | undefined) => boolean {
  const known = networks.map(networkOf)
  return (address) =>
    address !== undefined &&
    known.some(
      ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
    )
}

/** A network of mapped IPv4 addresses (`::ffff:10.0.0.0/104`) is one of IPv4. */
function networkOf(text: string): [Address, number] {
  const [address = '', length] = text.split('/')
  const network = parseClientAddress(address)
  if (!network) throw new Error(`${text} is not a network`)
  const isMapped = address.includes(':') && network.kind() === 'ipv4'
  const bits = network.kind() === 'ipv4' ? 32 : 128
  if (length === undefined) return [network, bits]
  return [network, isMapped ? Math.max(0, Number(length) - 96) : Number(length)]
}
