import type { PageState } from '@latchkey/react/app'

/** Adds a history entry for an address, with the state that react-router keeps in it. */
export function enterAddress(address: string, state?: PageState): void {
  window.history.pushState(state ? { usr: state } : null, '', address)
}
