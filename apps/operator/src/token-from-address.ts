import { useSyncExternalStore } from 'react'

let held: string | undefined
const watchers = new Set<() => void>()

/**
 * Takes the secret of the link out of the address, so that neither the history of the browser nor a picture of the
 * screen has it. It is kept in memory only.
 */
export function takeTokenFromAddress(): void {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token')
  if (token === null) return
  window.history.replaceState(null, '', window.location.pathname)
  hold(token)
}

/** The link was used, or is of no use. */
export function forgetToken(): void {
  hold(undefined)
}

/** The secret of the link that was opened last, until it is forgotten. */
export function useHeldToken(): string | undefined {
  return useSyncExternalStore(watch, () => held)
}

function hold(token: string | undefined): void {
  held = token
  for (const changed of watchers) changed()
}

function watch(changed: () => void): () => void {
  watchers.add(changed)
  // A link that is pasted while the page is shown loads no document.
  window.addEventListener('hashchange', takeTokenFromAddress)
  return () => {
    watchers.delete(changed)
    if (watchers.size === 0) window.removeEventListener('hashchange', takeTokenFromAddress)
  }
}
