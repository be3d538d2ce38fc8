import { useState } from 'react'
import { useNavigation } from '../context.ts'
import { useFinishedElsewhere } from '../flow/finished-elsewhere.ts'
import { useHeldSecret } from '../flow/held-secret.ts'
import { type RecoveryFlow, saveFlow } from '../flow/recovery-flow.ts'
import { acceptCode, finish } from '../flow/transitions.ts'
import type { PageState } from '../navigation.ts'
import { CodeForm } from '../parts/code-form.tsx'
import { EmailHelp, YourEmail } from '../parts/email-hints.tsx'
import { ExpiryWarning } from '../parts/expiry-warning.tsx'
import { FocusedAlert } from '../parts/focused-alert.tsx'
import { Page } from '../parts/page.tsx'
import { PageLink } from '../parts/page-link.tsx'
import { Resend } from '../parts/resend.tsx'
import { SignInLink } from '../parts/sign-in-link.tsx'
import { SupportHint } from '../parts/support-hint.tsx'
import { useWording } from '../wording.ts'

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
  const { go } = useNavigation()
  const [wasResent, setWasResent] = useState(false)
  const isClosed = flow.triesLeft <= 0
  const address = (
    <bdi key="address" data-latchkey="address" translate="no">
      {flow.email}
    </bdi>
  )

  useFinishedElsewhere((login) => {
    finish()
    const state: PageState = { login, changed: true }
    go('signIn', { replace: true, state })
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
      <div data-latchkey="actions">
        <Resend flow={flow} startsOver={isClosed} onSent={resent} />
        <PageLink
          data-latchkey="link"
          to="forgotPassword"
          state={{ login: '' } satisfies PageState}
        >
          {t('verify.otherAddress')}
        </PageLink>
        <SignInLink login={flow.email}>{t('verify.finishedElsewhere')}</SignInLink>
      </div>
      <SupportHint />
    </Page>
  )
}

function EnterCode({ flow, onChange }: StepProps) {
  const t = useWording()
  const { go } = useNavigation()
  return (
    <>
      <CodeForm
        flow={flow}
        isMainTask
        onWrong={(triesLeft) => onChange({ ...flow, triesLeft })}
        onVerified={(proof) => {
          // Not by `onChange`: this page must not change before the next one is shown.
          acceptCode(flow, proof)
          go('resetPassword')
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
      <div data-latchkey="actions">
        {canGoOn && (
          <PageLink data-latchkey="button is-primary" to="resetPassword">
            {t('notMe.choose')}
          </PageLink>
        )}
        <Resend flow={flow} startsOver onSent={onChange} />
        <SignInLink login={flow.email}>{t('forgot.back')}</SignInLink>
      </div>
    </Page>
  )
}
