import type { PagesWording } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { useIsShell } from '../use-is-shell.ts'
import { useWording } from '../wording.tsx'
import { Page } from './page.tsx'
import type { Step } from './steps.tsx'

export type Waiting = { title: (t: PagesWording) => string; step?: Step }

type WaitingPageProps = { waiting: Waiting | undefined; children: ReactNode }

/** Shown instead of a page that depends on what only this tab knows, until the script runs. */
export function WaitingPage({ waiting, children }: WaitingPageProps) {
  const t = useWording()
  const isShell = useIsShell()
  if (!waiting || !isShell) return children
  return (
    <Page title={waiting.title(t)} {...(waiting.step && { step: waiting.step })} isProvisional>
      <p role="status">{t('page.loading')}</p>
    </Page>
  )
}
