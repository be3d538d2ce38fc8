import { decodeTwice } from '@latchkey/api'

/*
 * Finds the token of a link in an address that a mail program, a scanner or a person has changed. A token is 32 bytes
 * in base64url: 43 characters, of which the last has only 16 possible values.
 */

const token = /^[\w-]{42}[AEIMQUYcgkosw048]$/
const standsAlone = /(?<![\w-])[\w-]{43}(?![\w-])/g
// Whatever became of the equals sign.
const named = /(?<![a-z])token[^\w&#?;-]*([^&#?;]*)/gi
// Line breaks and invisible characters that get into a link when it is wrapped or copied.
const noise = /=?[\r\n]+|[\s+\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

/** The value of `token`, whatever stands around or between its characters. */
export function namedToken(text: string): string | undefined {
  for (const [, value = ''] of decodeTwice(text).matchAll(named)) {
    const found = tokenStandingAlone(value) ?? tokenInPieces(value)
    if (found) return found
  }
  return undefined
}

/** A token without its name. */
export function tokenStandingAlone(text: string): string | undefined {
  return decodeTwice(text)
    .match(standsAlone)
    ?.find((run) => token.test(run))
}

/** Whether there was a link here, complete or not. */
export function mentionsToken(text: string): boolean {
  const decoded = decodeTwice(text)
  // The second: an address that ends in the middle of the word.
  return /(?<![a-z])token(?![a-z])/i.test(decoded) || /^[#?]t(o(k(e)?)?)?$/i.test(decoded)
}

function tokenInPieces(value: string): string | undefined {
  const [run = ''] = value.replace(noise, '').match(/[\w-]{43,}/) ?? []
  // `=3D` is an equals sign in quoted-printable; `_`, `*` and `-` are emphasis around the link.
  const readings = [run, run.replace(/^3D/, ''), run.replace(/^[_-]+/, '')]
  for (const reading of readings) {
    const first = reading.slice(0, 43)
    if (token.test(first) && /^[_-]*$/.test(reading.slice(43))) return first
  }
  return undefined
}
