import { type ComponentType, useState } from 'react'
import { useNavigation, usePageState } from '../context.ts'
import { wasChangedHere } from '../flow/finished-here.ts'
import { currentFlow, type RecoveryFlow } from '../flow/recovery-flow.ts'
import { ChangedAlready } from '../parts/changed-already.tsx'
import { CodeByAddress } from '../parts/code-by-address.tsx'
import { Page } from '../parts/page.tsx'
import { PageLink } from '../parts/page-link.tsx'
import { WaitingPage } from '../parts/waiting-page.tsx'
import { useWording } from '../wording.ts'

type CheckYourMailProps = {
  /** What is shown to a tab that made a request. An application may load it later. */
  codeStep: ComponentType<{ begun: RecoveryFlow }>
}

/** Takes the code of the email. */
export function CheckYourMail(props: CheckYourMailProps) {
  const t = useWording()
  return (
    <WaitingPage title={t('verify.title')} step={2}>
      <Opened {...props} />
    </WaitingPage>
  )
}

function Opened({ codeStep: CodeStep }: CheckYourMailProps) {
  const [begun] = useState(currentFlow)
  if (begun) return <CodeStep begun={begun} />
  return wasChangedHere() ? <ChangedAlready /> : <NoRequest />
}

/** This tab made no request: a code from an email is entered together with its address. */
function NoRequest() {
  const t = useWording()
  const { go } = useNavigation()
  const { login } = usePageState()
  return (
    <Page title={t('verify.anyTitle')}>
      <p>{t('verify.anyText')}</p>
      <CodeByAddress login={login ?? ''} onVerified={() => go('resetPassword')} />
      <PageLink data-latchkey="link" to="forgotPassword">
        {t('verify.nothingRequest')}
      </PageLink>
    </Page>
  )
}
