import { chooseTabLocale, keepReturnTo } from '@latchkey/react/app'
import { knownLocale, type Locale } from '@latchkey/wording'

const names = ['email', 'login_hint', 'lang', 'ui_locales', 'return_to'] as const

/**
 * What an application said when it led somebody here: their address, their language, and where to lead them back to.
 * It is taken out of the address bar, so that no history entry and no copied address has it. What is not usable is
 * ignored.
 */
export function takeArrivalFromAddress(): void {
  const url = new URL(window.location.href)
  const fragment = new URLSearchParams(url.hash.slice(1))
  const given = names.map((name) => fragment.get(name) ?? url.searchParams.get(name))
  if (given.every((value) => value === null)) return

  for (const name of names) {
    url.searchParams.delete(name)
    if (!fragment.has(name)) continue
    fragment.delete(name)
    url.hash = fragment.toString()
  }
  const [email, loginHint, lang, uiLocales, returnTo] = given
  const login = usableAddress(email) ?? usableAddress(loginHint)
  // The whole address: a path that begins with // would be read as another host.
  window.history.replaceState(stateWith(login), '', url.href)
  const locale = localeIn(lang) ?? localeIn(uiLocales)
  if (locale) chooseTabLocale(locale)
  if (returnTo) keepReturnTo(returnTo)
}

/** The router's state of this history entry, where the pages look for an address. */
function stateWith(login: string | undefined): unknown {
  const state: unknown = window.history.state
  if (login === undefined) return state
  const entry = typeof state === 'object' && state !== null ? state : {}
  const { usr } = entry as { usr?: unknown }
  return { ...entry, usr: { ...(typeof usr === 'object' ? usr : undefined), login } }
}

/**
 * Keeps what was typed into the server's HTML before the script ran. React may have to replace that HTML: a translator or
 * an extension may have changed it.
 */
export function keepTypedAddress(): void {
  const field = document.querySelector<HTMLInputElement>('#root #email')
  const state = stateWith(field?.value || undefined)
  window.history.replaceState(state, '', window.location.href)
}

const LONGEST_ADDRESS = 254

function usableAddress(value: string | null | undefined): string | undefined {
  // A + that was not encoded arrives as a space, and no address that we accept contains one.
  const address = value?.trim().replaceAll(' ', '+')
  const isUsable = address !== undefined && /^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+$/u.test(address)
  return isUsable && address.length <= LONGEST_ADDRESS ? address : undefined
}

/** The first language of ours in a list like `fr-CA fr en`. */
function localeIn(list: string | null | undefined): Locale | undefined {
  return knownLocale(...(list ?? '').slice(0, 100).split(/[\s,]+/))
}
