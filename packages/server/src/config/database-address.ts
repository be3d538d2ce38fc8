import { addressesOfHosts } from '@latchkey/db'

/**
 * What is wrong with an address of PostgreSQL: it is none, or it can be read as one and yet means something else, because
 * of signs in a password that end it early. It never repeats a part of the address, because that part may be of the
 * password.
 */
export function databaseAddressProblem(address: string): string | undefined {
  return addressesOfHosts(address)
    .map(problemOf)
    .find((problem) => problem !== undefined)
}

function problemOf(address: string): string | undefined {
  if (!/^postgres(ql)?:/.test(address) || !URL.canParse(address)) {
    return 'must be an address like postgres://user:password@host:5432/database'
  }
  const url = new URL(address)
  if (url.hash !== '' || /@/.test(url.pathname + url.search)) {
    return `contains ${url.hash === '' ? 'an @ behind the host' : 'a #'}: ${encode}`
  }
  if (!isDecodable(url.username) || !isDecodable(url.password) || !isDecodable(url.pathname)) {
    return `contains a % that begins no percent-encoded character: ${encode}`
  }
  return undefined
}

const encode =
  'percent-encode the special characters of the password (# is %23, @ is %40, / is %2F, ? is %3F, % is %25)'

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
