/*
 * An address of PostgreSQL may name several servers, as libpq reads it (PostgreSQL documentation, 34.1.1.3): a primary
 * and its standbys. The driver knows one, so the address is taken apart here.
 */

const hostList = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s

/**
 * One address for each server, in the order of the given one. An address that is no such URL comes back as it is.
 *
 * @param address like `postgres://role:password@one:5432,two:5432/database`
 */
export function addressesOfHosts(address: string): [string, ...string[]] {
  const [, start = '', hosts = '', rest = ''] = hostList.exec(address) ?? []
  const [first = '', ...others] = hosts.split(',')
  if (others.length === 0) return [address]
  return [`${start}${first}${rest}`, ...others.map((host) => `${start}${host}${rest}`)]
}

/** The address `changed`, which came from one of the `address`es servers, with all of them again. */
export function withHostsOf(address: string, changed: string): string {
  const [, , hosts = ''] = hostList.exec(address) ?? []
  const [, start = '', , rest = ''] = hostList.exec(changed) ?? []
  return `${start}${hosts}${rest}`
}

/** Host and port, for sentences. It repeats nothing else of the address. */
export function placeOfAddress(address: string): string {
  const { host, searchParams } = new URL(address)
  return host || (searchParams.get('host') ?? 'the local socket')
}
