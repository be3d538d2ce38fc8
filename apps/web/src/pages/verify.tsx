import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { ChangedAlready } from '../components/changed-already.tsx'
import { CodeByAddress } from '../components/code-by-address.tsx'
import { Page } from '../components/page.tsx'
import { wasChangedHere } from '../flow/finished-here.ts'
import { currentFlow } from '../flow/recovery-flow.ts'
import { usePageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'
import { CodeStep } from './lazy-parts.ts'

export function Verify() {
  const [begun] = useState(currentFlow)
  if (begun) return <CodeStep begun={begun} />
  return wasChangedHere() ? <ChangedAlready /> : <NoRequest />
}

/** This tab made no request: a code from an email is entered together with its address. */
function NoRequest() {
  const t = useWording()
  const navigate = useNavigate()
  const { login } = usePageState()
  return (
    <Page title={t('verify.anyTitle')}>
      <p>{t('verify.anyText')}</p>
      <CodeByAddress login={login ?? ''} onVerified={() => navigate(paths.resetPassword)} />
      <Link className="link" to={paths.forgotPassword}>
        {t('verify.nothingRequest')}
      </Link>
    </Page>
  )
}
