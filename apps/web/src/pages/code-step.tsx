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
import { noteChanged } from '../flow/finished-here.ts'
import { holdSecret, useHeldSecret } from '../flow/held-secret.ts'
import { clearFlow, type RecoveryFlow, saveFlow } from '../flow/recovery-flow.ts'
import type { PageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'

/** What `/verify` shows in a tab that made a request: it waits for the code from the email. */
export function CodeStep({ begun }: { begun: RecoveryFlow }) {
  const [flow, setFlow] = useState(begun)
  const onChange = (changed: RecoveryFlow) => setFlow(saveFlow(changed))
  if (flow.isProven) return <CodeAccepted flow={flow} onChange={onChange} />
  return <Waiting flow={flow} onChange={onChange} />
}

type StepProps = { flow: RecoveryFlow; onChange: (flow: RecoveryFlow) => void }

function Waiting({ flow, onChange }: StepProps) {
  const t = useWording()
  const navigate = useNavigate()
  const [wasResent, setWasResent] = useState(false)
  const isClosed = flow.triesLeft <= 0
  const address = (
    <bdi key="address" className="address" translate="no">
      {flow.email}
    </bdi>
  )

  useFinishedElsewhere((login) => {
    clearFlow()
    noteChanged()
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

function EnterCode({ flow, onChange }: StepProps) {
  const t = useWording()
  const navigate = useNavigate()
  return (
    <>
      <CodeForm
        flow={flow}
        isMainTask
        onWrong={(triesLeft) => onChange({ ...flow, triesLeft })}
        onVerified={({ ticket, login, expiresAt }) => {
          // Not by `onChange`: this page must not change before the next one is shown.
          saveFlow({ ...flow, isProven: true })
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

/** Back after a right code, or a tab whose ticket ran out. The code was used, so the page does not ask for it. */
function CodeAccepted({ flow, onChange }: StepProps) {
  const t = useWording()
  const canGoOn = useHeldSecret()?.kind === 'ticket'
  return (
    <Page title={t('verify.usedTitle')} step={2}>
      <p role="status">{t(canGoOn ? 'verify.usedGoOn' : 'verify.usedText')}</p>
      <div className="actions">
        {canGoOn && (
          <Link className="button is-primary" to={paths.resetPassword}>
            {t('notMe.choose')}
          </Link>
        )}
        <Resend flow={flow} startsOver onSent={onChange} />
        <SignInLink login={flow.email}>{t('forgot.back')}</SignInLink>
      </div>
    </Page>
  )
}
