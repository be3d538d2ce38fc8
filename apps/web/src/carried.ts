import { useLocation } from 'react-router'

/** What one page hands the next through the history entry. Never a secret: browsers store it. */
export type Carried = {
  /** The address typed so far. */
  login?: string
  /** A new password was chosen a moment ago. */
  changed?: boolean
}

export function useCarried(): Carried {
  const state: unknown = useLocation().state
  if (typeof state !== 'object' || state === null) return {}
  const { login, changed } = state as Record<string, unknown>
  return {
    ...(typeof login === 'string' && { login }),
    ...(changed === true && { changed }),
  }
}
