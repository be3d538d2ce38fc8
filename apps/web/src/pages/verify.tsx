import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { CodeForm } from '../components/code-form.tsx'
import { EmailHelp, YourEmail } from '../components/email-hints.tsx'
import { ExpiryWarning } from '../components/expiry-warning.tsx'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { Page } from '../components/page.tsx'
import { Resend } from '../components/resend.tsx'
import { SignInLink } from '../components/sign-in-link.tsx'
import { SupportHint } from '../components/support-hint.tsx'
import { useFinishedElsewhere } from '../flow/finished-elsewhere.ts'
import { holdSecret } from '../flow/held-secret.ts'
import { clearFlow, currentFlow, type RecoveryFlow, saveFlow } from '../flow/recovery-flow.ts'
import type { PageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'

export function Verify() {
  const [flow, setFlow] = useState(currentFlow)
  if (!flow) return <NoRequest />
  return <Waiting flow={flow} onChange={(changed) => setFlow(saveFlow(changed))} />
}

type WaitingProps = { flow: RecoveryFlow; onChange: (flow: RecoveryFlow) => void }

function Waiting({ flow, onChange }: WaitingProps) {
  const t = useWording()
  const navigate = useNavigate()
  const [wasResent, setWasResent] = useState(false)
  const isClosed = flow.triesLeft <= 0
  const address = (
    <bdi key="address" className="address">
      {flow.email}
    </bdi>
  )

  useFinishedElsewhere((login) => {
    clearFlow()
    const state: PageState = { login, changed: true }
    navigate(paths.signIn, { replace: true, state })
  })

  function resent(changed: RecoveryFlow) {
    setWasResent(true)
    onChange(changed)
  }

  return (
    <Page title={t('verify.title')} step={2}>
      <p role="status">{t.parts(wasResent ? 'verify.resent' : 'verify.sent', { address })}</p>
      {isClosed ? (
        <FocusedAlert about={flow.requestId}>{t('verify.closed')}</FocusedAlert>
      ) : (
        <EnterCode key={flow.requestId} flow={flow} onChange={onChange} />
      )}
      <YourEmail flow={flow} />
      <EmailHelp flow={flow} />
      <div className="actions">
        <Resend flow={flow} startsOver={isClosed} onSent={resent} />
        <Link className="link" to={paths.forgotPassword} state={{ login: '' } satisfies PageState}>
          {t('verify.otherAddress')}
        </Link>
        <SignInLink login={flow.email}>{t('verify.finishedElsewhere')}</SignInLink>
      </div>
      <SupportHint />
    </Page>
  )
}

function EnterCode({ flow, onChange }: WaitingProps) {
  const t = useWording()
  const navigate = useNavigate()
  return (
    <>
      <CodeForm
        flow={flow}
        isMainTask
        onWrong={(triesLeft) => onChange({ ...flow, triesLeft })}
        onVerified={({ ticket, login, expiresAt }) => {
          holdSecret({ kind: 'ticket', token: ticket, login, expiresAt })
          navigate(paths.resetPassword)
        }}
      />
      <ExpiryWarning
        at={flow.codeExpiresAt}
        soonText={(duration) => t('verify.expiresSoon', { duration })}
        expiredText={t('verify.expired')}
      />
    </>
  )
}

function NoRequest() {
  const t = useWording()
  return (
    <Page title={t('verify.nothingTitle')}>
      <p>{t('verify.nothingText')}</p>
      <Link className="button is-primary" to={paths.forgotPassword}>
        {t('verify.nothingRequest')}
      </Link>
    </Page>
  )
}
