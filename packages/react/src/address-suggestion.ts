/*
 * "ada@gmial.com": did you mean gmail.com? Covers only popular domains and one or two typing errors. It is only a
 * suggestion, because the address may be correct.
 */

const domains = [
  'gmail.com',
  'googlemail.com',
  'hotmail.com',
  'outlook.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'proton.me',
  'protonmail.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  't-online.de',
  'orange.fr',
  'laposte.net',
  'hotmail.fr',
  'yahoo.fr',
  'hotmail.es',
  'yahoo.es',
  'uol.com.br',
  'terra.com.br',
  'yahoo.com.br',
  'yahoo.co.jp',
  'docomo.ne.jp',
  'yandex.com',
]

/** Real domains that look like a misspelling of one above. */
const lookalikes = [
  'mail.com',
  'email.com',
  'ymail.com',
  'gmx.com',
  'gmail.de',
  'fmail.com',
  'live.ca',
]

export function suggestedAddress(typed: string): string | undefined {
  const address = typed.trim()
  const at = address.lastIndexOf('@')
  if (at < 1) return undefined
  const domain = address.slice(at + 1).toLowerCase()
  if (domain.length < 5 || [...domains, ...lookalikes].includes(domain)) return undefined
  if (domains.some((known) => isOtherCountry(domain, known))) return undefined
  const [nearest] = domains
    .map((known) => ({ known, errors: editDistance(domain, known) }))
    // In a short name, two errors make another name.
    .filter(({ known, errors }) => errors <= (known.length > 8 ? 2 : 1))
    .sort((a, b) => a.errors - b.errors)
  return nearest && `${address.slice(0, at)}@${nearest.known}`
}

/** "hotmail.it" is not a misspelling of "hotmail.com". */
function isOtherCountry(domain: string, known: string): boolean {
  const [name, ...ending] = domain.split('.')
  return known.startsWith(`${name}.`) && ending.length > 0 && ending.at(-1)?.length === 2
}

/** The Damerau–Levenshtein distance: extra, missing, wrong and swapped characters. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1]
      let least = Math.min(
        at(now, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
      )
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (row > 1 && column > 1 && isSwapped)
        least = Math.min(least, at(beforeLast, column - 2) + 1)
      now.push(least)
    }
    beforeLast = last
    last = now
  }
  return at(last, b.length)
}

function at(row: number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
