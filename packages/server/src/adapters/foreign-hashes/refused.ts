import { partsOf } from '../password-formats/stored-password.ts'

/** A format that Latchkey knows by sight, and neither checks nor writes. */
export type RefusedFormat = { name: string; matches: RegExp; why: string }

const fast = 'it is computed so fast that a stolen table of it is guessed in hours'
const clear = 'it is the password itself, or can be turned back into it'
const old = 'it is the hash of an operating system, which no supported library writes'
const ldap = 'it is the hash of a directory (LDAP), which Latchkey does not write'
const unclear = 'its parameters are not in it'

/** The first that matches. The most particular come first. */
const refusedFormats: readonly RefusedFormat[] = [
  { name: 'clear text ({noop})', matches: /^\{noop\}/i, why: clear },
  { name: 'LDAP {CRYPT}', matches: /^\{CRYPT\}/i, why: ldap },
  { name: 'LDAP {SSHA}', matches: /^\{S(?:SHA(?:256|384|512)?|MD5)\}/i, why: ldap },
  { name: 'LDAP {SHA}', matches: /^\{SHA\}/i, why: ldap },
  { name: 'Spring {MD5} or {MD4}', matches: /^\{MD[45]\}/i, why: fast },
  { name: 'Spring {SHA-1} or {SHA-256}', matches: /^\{SHA-?(?:1|256)\}/i, why: fast },
  { name: 'Spring {ldap}', matches: /^\{ldap\}/i, why: ldap },
  { name: 'Dovecot', matches: /^\{[A-Z0-9.-]+\}/, why: 'its prefix is not one of Spring’s' },
  { name: 'Joomla (MD5 with a salt)', matches: /^[0-9a-f]{32}:[A-Za-z0-9./]{1,64}$/i, why: fast },
  { name: 'SHA-1 with a salt', matches: /^[0-9a-f]{40}:[^:]{1,64}$/i, why: fast },
  {
    name: 'SHA-256 with a salt (Magento)',
    matches: /^[0-9a-f]{64}:[^:]{1,64}(?::\d)*$/i,
    why: fast,
  },
  { name: 'MD5 in hexadecimal', matches: /^[0-9a-f]{32}$/i, why: fast },
  { name: 'SHA-1 in hexadecimal', matches: /^[0-9a-f]{40}$/i, why: fast },
  { name: 'SHA-256 in hexadecimal', matches: /^[0-9a-f]{64}$/i, why: fast },
  { name: 'SHA-512 in hexadecimal', matches: /^[0-9a-f]{128}$/i, why: fast },
  { name: 'MySQL', matches: /^\*[0-9A-F]{40}$/, why: fast },
  { name: 'PostgreSQL’s md5', matches: /^md5[0-9a-f]{32}$/, why: fast },
  {
    name: 'SCRAM',
    matches: /^SCRAM-SHA-\d+\$/,
    why: 'it belongs to a connection, not to a sign-in',
  },
  { name: 'md5-crypt', matches: /^\$(?:1|apr1)\$/, why: old },
  { name: 'sha256-crypt', matches: /^\$5\$/, why: old },
  { name: 'sha512-crypt', matches: /^\$6\$/, why: old },
  { name: 'scrypt or yescrypt of an operating system', matches: /^\$g?[7y]\$/, why: old },
  { name: 'DES-crypt', matches: /^[./A-Za-z0-9]{13}$/, why: old },
  { name: 'Drupal 7', matches: /^U?\$S\$/, why: 'Latchkey does not write it' },
  { name: 'Django’s fast hashes', matches: /^(?:md5|sha1|unsalted_md5|crypt)\$/, why: fast },
  {
    name: 'Werkzeug’s fast hashes',
    matches: /^(?:hmac:)?(?:md5|sha\d{1,3})\$[^$]*\$[0-9a-f]+$/,
    why: fast,
  },
  { name: 'Werkzeug’s clear text', matches: /^plain\$/, why: clear },
  { name: 'Lucia 2', matches: /^s2:/, why: 'Latchkey does not write it' },
  { name: 'Nextcloud', matches: /^[123]\|/, why: 'Latchkey does not write it' },
  { name: 'ASP.NET Identity 2', matches: /^A[A-P][A-Za-z0-9+/]{64}==$/, why: unclear },
]

/** The name of a known format that is not supported, and why. `undefined`: it is unknown. */
export function refusedFormat(stored: string): { format: string; problem: string } | undefined {
  const parts = partsOf(stored)
  const text = parts?.hash ?? stored
  const found = refusedFormats.find(({ matches }) => matches.test(text))
  if (!found) return undefined
  const beside = parts?.salt ? ' and a salt in a column of its own' : ''
  return { format: `${found.name}${beside}`, problem: `nothing here can check it: ${found.why}` }
}
