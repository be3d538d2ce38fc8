import type { ReactNode } from 'react'
import type { Refusal } from '../refusal.ts'
import { useText } from '../use-text.ts'
import { Trouble } from './trouble.tsx'

type LoadingProps<Value> = {
  value: Value | undefined
  refusal: Refusal | undefined
  retry: () => void
  children: (value: Value) => ReactNode
}

/** Shows what was loaded; until then that it is being loaded, or why it could not be. */
export function Loading<Value>({ value, refusal, retry, children }: LoadingProps<Value>) {
  const t = useText()
  if (value !== undefined) return children(value)
  if (refusal) return <Trouble refusal={refusal} onRetry={retry} />
  return (
    <p role="status" className="soft">
      {t('page.loading')}
    </p>
  )
}
