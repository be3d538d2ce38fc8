import { useEffect, useState } from 'react'
import { useBrowserLayoutEffect, useEvent } from '../use-event.ts'
import { holdLink, restoreTicket } from './held-secret.ts'
import { takeToken } from './take-token.ts'

/**
 * Holds the token of the link that was opened: the given one, or the one in the address bar.
 *
 * @returns false until that is done, on a server in particular.
 */
export function useOpenedLink(given: string | undefined): boolean {
  const [isTaken, setIsTaken] = useState(false)
  const take = useEvent(() => {
    const token = given ?? takeToken()
    if (token) holdLink(token)
    else restoreTicket()
  })

  useBrowserLayoutEffect(() => {
    take()
    setIsTaken(true)
  }, [given, take])

  // A second link pasted into the same tab changes only the fragment.
  useEffect(() => {
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [take])
  return isTaken
}
