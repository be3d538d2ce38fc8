import { holdSecret } from './held-secret.ts'

/** Moves the token of an opened link from the address bar into memory, so that no request and no history entry has it. */
export function takeTokenFromAddress(): void {
  const url = new URL(window.location.href)
  const fragment = new URLSearchParams(url.hash.slice(1))
  const token = fragment.get('token') ?? url.searchParams.get('token')
  if (token === null) return

  fragment.delete('token')
  url.searchParams.delete('token')
  url.hash = fragment.toString()
  window.history.replaceState(window.history.state, '', `${url.pathname}${url.search}${url.hash}`)
  holdSecret({ kind: 'link', token })
}
