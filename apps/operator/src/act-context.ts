import { createContext, use } from 'react'
import type { Plan } from './components/act-dialog.tsx'

/** Opens the dialog of an act. It belongs to the shell, so that it stays when the row that it is about disappears. */
export const ActContext = createContext<((plan: Plan) => void) | undefined>(undefined)

export function useOpenAct(): (plan: Plan) => void {
  const open = use(ActContext)
  if (!open) throw new Error('useOpenAct needs the shell')
  return open
}
