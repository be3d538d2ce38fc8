import { useSyncExternalStore } from 'react'

/**
 * The secret that this tab was given: the token of an opened link, or a ticket. It is kept in the memory of this
 * module only, not even in `history.state`, which browsers write to disk.
 */
export type HeldSecret = {
  kind: 'link' | 'ticket'
  token: string
  /** The account it is for; absent until the server has checked the secret. */
  login?: string
  /** When it expires, by the server's clock. */
  expiresAt?: string
}

/** A secret that the server has checked. */
export type CheckedSecret = HeldSecret & { login: string }

let held: HeldSecret | undefined
const listeners = new Set<() => void>()

export function holdSecret(secret: HeldSecret): void {
  held = secret
  notify()
}

export function dropSecret(): void {
  held = undefined
  notify()
}

export function useHeldSecret(): HeldSecret | undefined {
  return useSyncExternalStore(subscribe, () => held)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  for (const listener of listeners) listener()
}
