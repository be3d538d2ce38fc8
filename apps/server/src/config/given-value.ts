import { codePointOf } from '@latchkey/core'

/* What is wrong with a value whatever setting it is for, and how a value is shown in a problem. */

const quotes = ['""', "''", '``', '“”', '„“', '‘’', '«»']

/** People's names of products and senders may hold joined emoji. */
const maySpeakAnyScript: ReadonlySet<string> = new Set(['PRODUCT_NAME', 'MAIL_FROM'])

/** @returns the problem in words, or nothing. */
export function generalProblem(name: string, value: string): string | undefined {
  if (value.length > 1 && quotes.some((pair) => pair === `${value.at(0)}${value.at(-1)}`)) {
    return 'begins and ends with a quotation mark, which is part of the value here; take both off'
  }
  if (/^(?:\$\{[^{}]*\}|\$\([^()]*\)|\{\{.*\}\}|<[^<>@]+>|%\w+%)$/s.test(value)) {
    return 'is a placeholder that was never filled in'
  }
  const invisible = maySpeakAnyScript.has(name) ? undefined : /\p{Cf}/u.exec(value)?.[0]
  if (invisible !== undefined) return `contains an invisible character (${codePointOf(invisible)})`
  if (value.includes('\uFFFD')) return 'contains bytes that are not UTF-8'
  return undefined
}

const LONGEST_SHOWN = 80

/** `; it is "eighty"`. With control characters escaped, so that they are seen and forge no line. */
export function cameAs(value: string): string {
  const short = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value
  return `; it is ${JSON.stringify(short)}`
}

/** The same for a secret: only its length, which shows that it was cut. */
export function cameAsSecret(value: string): string {
  const { length } = value
  return `; it has ${length} ${length === 1 ? 'character' : 'characters'}`
}

const targetTriple = /^(?:x86_64|aarch64|arm64|i[3-6]86|powerpc64le|ppc64le|s390x|riscv64)-[\w.-]+$/

/** Where a value comes from that nobody meant for this setting. */
export function likelyOrigin(name: string, value: string): string | undefined {
  if (/^(?:tcp|udp|sctp):\/\//.test(value)) {
    return `Kubernetes sets ${name} like this for a service of that name: set enableServiceLinks: false for the pod, or rename the service`
  }
  if (name === 'HOST' && targetTriple.test(value)) {
    return 'Compilers of conda set HOST like this: unset HOST, or set it to the address to listen on'
  }
  if (name === 'PORT' && /^(?:\\\\\.\\pipe|\/)/.test(value)) {
    return 'Some hosts, such as IIS, pass a pipe instead of a port: Latchkey listens on a TCP port'
  }
  if (/\s#/.test(value)) {
    return 'What follows # is part of the value: only lines of a .env file have comments'
  }
  return undefined
}

export function isTargetTriple(value: string): boolean {
  return targetTriple.test(value)
}
