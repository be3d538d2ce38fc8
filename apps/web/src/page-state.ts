import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router'

/** What one page hands to the next in `history.state`. Never a secret: browsers write it to disk. */
export type PageState = {
  /** The address typed so far. */
  login?: string
  /** A new password was saved just now. */
  changed?: boolean
}

export function usePageState(): PageState {
  const state: unknown = useLocation().state
  if (typeof state !== 'object' || state === null) return {}
  const { login, changed } = state as Record<string, unknown>
  return {
    ...(typeof login === 'string' && { login }),
    ...(changed === true && { changed }),
  }
}

/** Replaces the state of the current history entry: what a reload, or Back, will find there. */
export function useReplacePageState(): (state: PageState) => void {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  return useCallback(
    (state) => void navigate(pathname, { replace: true, state }),
    [navigate, pathname],
  )
}
