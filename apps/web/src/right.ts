import { useSyncExternalStore } from 'react'

/**
 * The right to choose a new password: a link's secret or a ticket. Lives in this module's memory and nowhere
 * else, not even in `history.state`, which browsers write to disk.
 */
export type Right = {
  kind: 'link' | 'ticket'
  token: string
  /** Whose account; absent until the server was asked. */
  login?: string
  /** When it ends, by the server's clock. */
  expiresAt?: string
}

let held: Right | undefined
const listeners = new Set<() => void>()

export function holdRight(right: Right): void {
  held = right
  tell()
}

export function dropRight(): void {
  held = undefined
  tell()
}

export function useRight(): Right | undefined {
  return useSyncExternalStore(subscribe, () => held)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}
