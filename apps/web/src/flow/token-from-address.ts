import { decodeTwice, pageAt } from '@latchkey/api'
import {
  firstOf,
  holdCutLink,
  holdSecret,
  mentionsToken,
  namedToken,
  tokenStandingAlone,
  withoutToken,
} from '@latchkey/react/app'
import { paths } from '../paths.ts'

/**
 * Moves the token of an opened link from the address bar into memory, so that no request and no history entry has it,
 * and gives a mangled path its proper form. If there was a token that cannot be used, it is taken out as well, and the
 * page is told that the link was cut off or changed.
 */
export function takeTokenFromAddress(): void {
  const { pathname, search, hash } = window.location
  const place = pageAt(pathname)
  const places = [hash, place?.rest ?? pathname, search]
  const opensLinks = place?.page === paths.resetPassword || place?.page === paths.notMe
  const token = firstOf(places, namedToken) ?? (opensLinks && firstOf(places, tokenStandingAlone))
  const isCut = !token && (opensLinks || !place) && places.some(mentionsToken)

  if (token || isCut) {
    const isAtAPage = place && place.page !== paths.home
    const page = isAtAPage ? place.page : linkPageIn(pathname)
    const gone = token || undefined
    replaceAddress(page + withoutToken('?', search, gone) + withoutToken('#', hash, gone))
  } else if (place && place.page !== pathname) {
    replaceAddress(place.page + search + hash)
  }

  if (token) holdSecret({ kind: 'link', token })
  else if (isCut) holdCutLink()
}

/** For a path that is no page any more. */
function linkPageIn(pathname: string) {
  return decodeTwice(pathname).toLowerCase().includes('not-me') ? paths.notMe : paths.resetPassword
}

function replaceAddress(address: string): void {
  window.history.replaceState(window.history.state, '', address)
}
