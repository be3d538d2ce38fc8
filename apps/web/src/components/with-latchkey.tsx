import type { PublicSettings } from '@latchkey/api'
import {
  type PageState,
  Provider,
  pageStateFrom,
  type RecoveryClient,
  useLanguage,
} from '@latchkey/react/app'
import { importFile } from '@latchkey/wording'
import { type ReactNode, useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useForgetSession } from '../api.ts'
import { paths } from '../paths.ts'
import { BrandedFrame } from './branded-frame.tsx'

const slots = { Frame: BrandedFrame }

async function startWorker(): Promise<Worker> {
  const { startStrengthWorker } = await importFile(() => import('../start-strength-worker.ts'))
  return startStrengthWorker()
}

type WithLatchkeyProps = {
  client: RecoveryClient
  settings: PublicSettings | undefined
  children: ReactNode
}

/** Gives the parts of @latchkey/react our router, our language and our session. Inside the router. */
export function WithLatchkey({ client, settings, children }: WithLatchkeyProps) {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const { pathname, state } = useLocation()
  const replaceState = useCallback(
    (state: PageState) => void navigate(pathname, { replace: true, state }),
    [navigate, pathname],
  )
  return (
    <Provider
      t={t}
      client={client}
      settings={settings}
      slots={slots}
      idPrefix=""
      paths={paths}
      navigate={navigate}
      pageState={pageStateFrom(state)}
      onPageState={replaceState}
      onSessionsEnded={useForgetSession()}
      startStrengthWorker={startWorker}
    >
      {children}
    </Provider>
  )
}
