import { usePlace } from './navigation.tsx'

/** What one page hands the next through the history entry. Never a secret: browsers store it. */
export type Carried = {
  /** The address typed so far. */
  login?: string
  /** A new password was chosen a moment ago. */
  changed?: boolean
}

export function useCarried(): Carried {
  const { carried } = usePlace()
  if (typeof carried !== 'object' || carried === null) return {}
  const { login, changed } = carried as Record<string, unknown>
  return {
    ...(typeof login === 'string' && { login }),
    ...(changed === true && { changed }),
  }
}
