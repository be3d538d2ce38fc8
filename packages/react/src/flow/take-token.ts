import { decodeTwice } from '@latchkey/api'
import { mentionsToken, namedToken, tokenStandingAlone } from './find-token.ts'
import { holdCutLink } from './held-secret.ts'

/**
 * Takes the token of an opened link out of the address bar, so that no request, no history entry and no copied address
 * has it. Call it on the page that links lead to, before anything reads the address.
 *
 * @returns the token; undefined without a link. A link that was cut off or changed on its way counts as none, and the
 * pages then say so.
 */
export function takeToken(): string | undefined {
  const { pathname, search, hash } = window.location
  const places = [hash, search]
  const token = firstOf(places, namedToken) ?? tokenStandingAlone(hash)
  const isCut = token === undefined && places.some(mentionsToken)
  if (token === undefined && !isCut) return undefined
  const address = pathname + withoutToken('?', search, token) + withoutToken('#', hash, token)
  window.history.replaceState(window.history.state, '', address)
  if (isCut) holdCutLink()
  return token
}

export function firstOf(
  places: string[],
  find: (text: string) => string | undefined,
): string | undefined {
  for (const text of places) {
    const found = find(text)
    if (found) return found
  }
  return undefined
}

/** The other parameters of a query or a fragment. */
export function withoutToken(sign: '?' | '#', text: string, token: string | undefined): string {
  const kept = [...new URLSearchParams(text.slice(1))].filter(([name, value]) => {
    const decoded = decodeTwice(`${name}=${value}`)
    return (
      !mentionsToken(decoded) && !mentionsToken(sign + name) && !(token && decoded.includes(token))
    )
  })
  return kept.length > 0 ? sign + new URLSearchParams(kept) : ''
}
