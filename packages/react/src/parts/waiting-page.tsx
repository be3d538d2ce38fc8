import type { ReactNode } from 'react'
import { useIsShell } from '../use-is-shell.ts'
import { useWording } from '../wording.ts'
import { Page } from './page.tsx'
import type { Step } from './steps.tsx'

type WaitingPageProps = {
  title: string
  step?: Step
  /** The page cannot be known yet for another reason. */
  waits?: boolean
  children: ReactNode
}

/** Shown instead of a page that depends on what only this tab knows, until the script runs. */
export function WaitingPage({ title, step, waits = false, children }: WaitingPageProps) {
  const t = useWording()
  const isShell = useIsShell()
  if (!isShell && !waits) return children
  return (
    <Page title={title} {...(step && { step })} isProvisional>
      <p role="status">{t('page.loading')}</p>
    </Page>
  )
}
