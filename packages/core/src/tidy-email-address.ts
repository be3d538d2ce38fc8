/*
 * What people paste: an address with a name, in brackets or quotes, behind `mailto:`, in full-width letters, or with
 * invisible characters around it. A page shows what is left before it sends it; the parser stays strict.
 */

const invisible = String.raw`[\p{C}\p{Z}\s\p{Default_Ignorable_Code_Point}]`
const invisibleEdges = new RegExp(`^${invisible}+|${invisible}+$`, 'gu')

/** Letters, digits and signs in the widths of East Asian scripts, and their full stops. NFKC makes ASCII of them. */
const otherWidths = /[\u3002\uFE50-\uFE6F\uFF01-\uFF5E\uFF61]/g

const pairs = [
  '""',
  "''",
  '``',
  '<>',
  '()',
  '[]',
  '{}',
  '“”',
  '„“',
  '„”',
  '‘’',
  '‚‘',
  '«»',
  '»«',
  '‹›',
  '「」',
  '『』',
  '【】',
  '《》',
  '〈〉',
]
const opening = /^[<([{“„«‚「『【]+/u
const closing = /[.,;:!?)>}"'”’»」』】]+$/u

const MOST_WRAPPINGS = 8
/** Longer text is no address. */
const LONGEST_INPUT = 2_000

/** The text without what stands around an address. Text in which there is no address may change too. */
export function tidyEmailAddress(raw: string): string {
  if (raw.length > LONGEST_INPUT) return raw
  let text = raw
  for (let turn = 0; turn < MOST_WRAPPINGS; turn++) {
    const unwrapped = unwrap(foldWidth(text).replace(invisibleEdges, ''))
    if (unwrapped === text) break
    text = unwrapped
  }
  return text
}

/** Full-width characters as ASCII. No other letter changes, because it may be another person's. */
export function foldWidth(text: string): string {
  return text.replace(otherWidths, (character) =>
    character.normalize('NFKC').replace('\u3002', '.'),
  )
}

function unwrap(text: string): string {
  const mailto = /^mailto:([^?]*)/i.exec(text)
  if (mailto) return decoded(mailto[1] ?? '')
  const named = /^([^<>]*)<([^<>]*)>[\s,;.]*$/.exec(text)
  if (named && isName(named[1] ?? '', named[2] ?? '')) return named[2] ?? ''
  if (
    pairs.some(
      (pair) => text.length > 2 && text.startsWith(pair.charAt(0)) && text.endsWith(pair.charAt(1)),
    )
  ) {
    return text.slice(1, -1)
  }
  // One end of a pair, or the end of a sentence. None of these can be the first or the last character of an address.
  return isOneAddress(text) ? text.replace(opening, '').replace(closing, '') : text
}

function isOneAddress(text: string): boolean {
  return /^[^@]+@[^@]+$/.test(text)
}

/** A name that is another address is a second address. */
function isName(name: string, address: string): boolean {
  return !name.includes('@') || name.toLowerCase().includes(address.toLowerCase())
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
