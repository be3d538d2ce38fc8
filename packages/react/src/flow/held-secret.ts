import { useSyncExternalStore } from 'react'
import { forgetFinished } from './finished-here.ts'
import { tabStorage } from './tab-storage.ts'

/**
 * The secret that this tab was given: the token of an opened link, or a ticket. A link is kept in the memory of this
 * module only: it can be opened again. A ticket cannot be had again, because its code is spent, so it is also kept in
 * session storage until it is used (decision 46). Neither is in `history.state`, which is kept for longer.
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

/** The address had the token of a link that was cut off or changed on the way. */
export type CutLink = { kind: 'cut' }

const storedTicket = tabStorage('latchkey.ticket')

let held: HeldSecret | CutLink | undefined
const listeners = new Set<() => void>()

export function holdSecret(secret: HeldSecret): void {
  held = secret
  forgetFinished()
  if (secret.kind === 'ticket') storedTicket.write(secret.token)
  else storedTicket.clear()
  notify()
}

/** Holds the token of a link, unless it is held already and perhaps checked. */
export function holdLink(token: string): void {
  if (held?.kind !== 'link' || held.token !== token) holdSecret({ kind: 'link', token })
}

/** For a ticket that replaces the held secret only inside one form: a reload finds it. */
export function keepTicket(token: string): void {
  storedTicket.write(token)
}

export function holdCutLink(): void {
  held = { kind: 'cut' }
  notify()
}

export function dropSecret(): void {
  held = undefined
  storedTicket.clear()
  notify()
}

/** After a reload: the ticket that this tab had. The server must check it again. */
export function restoreTicket(): void {
  const token = storedTicket.read()
  if (held !== undefined || token === undefined) return
  held = { kind: 'ticket', token }
  notify()
}

export function useHeldSecret(): HeldSecret | undefined {
  const secret = useSyncExternalStore(subscribe, () => held, onServer)
  return secret?.kind === 'cut' ? undefined : secret
}

export function useIsCutLink(): boolean {
  return useSyncExternalStore(subscribe, () => held, onServer)?.kind === 'cut'
}

// A server holds nothing of anybody.
const onServer = () => undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  for (const listener of listeners) listener()
}
