import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * True while the page is what the server can know: on the server, and while React takes over the HTML that the server
 * sent. Whatever depends on this tab, like a link that was opened, is shown right afterwards.
 */
export function useIsShell(): boolean {
  return useSyncExternalStore(
    never,
    () => false,
    () => true,
  )
}
