import type { CurrentSession } from '@latchkey/operator'
import { createContext, use } from 'react'

export const SessionContext = createContext<CurrentSession | undefined>(undefined)

/** Who entered. Below the shell only. */
export function useCurrentSession(): CurrentSession {
  const session = use(SessionContext)
  if (!session) throw new Error('useCurrentSession needs somebody who entered')
  return session
}

/** The name in the audit trail. */
export function useOperatorName(): string {
  return useCurrentSession().operator
}
