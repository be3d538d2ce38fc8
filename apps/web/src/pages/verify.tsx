import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { CodeForm } from '../components/code-form.tsx'
import { EndingSoon } from '../components/ending-soon.tsx'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { MailHints, YourMail } from '../components/mail-hints.tsx'
import { Page } from '../components/page.tsx'
import { SendAgain } from '../components/send-again.tsx'
import { SupportHint } from '../components/support-hint.tsx'
import { useFinishedElsewhere } from '../flow/finished-elsewhere.ts'
import { holdSecret } from '../flow/held-secret.ts'
import { clearFlow, currentFlow, type RecoveryFlow, saveFlow } from '../flow/recovery-flow.ts'
import type { PageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'

export function Verify() {
  const [flow, setFlow] = useState(currentFlow)
  if (!flow) return <NothingAsked />
  return <Waiting flow={flow} onChange={(changed) => setFlow(saveFlow(changed))} />
}

type WaitingProps = { flow: RecoveryFlow; onChange: (flow: RecoveryFlow) => void }

function Waiting({ flow, onChange }: WaitingProps) {
  const t = useWording()
  const navigate = useNavigate()
  const [sentAgain, setSentAgain] = useState(false)
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

  function sent(asked: RecoveryFlow) {
    setSentAgain(true)
    onChange(asked)
  }

  return (
    <Page title={t('verify.title')} step={2}>
      <p role="status">{t.parts(sentAgain ? 'verify.sentAgain' : 'verify.sent', { address })}</p>
      <YourMail flow={flow} />
      {isClosed ? (
        <FocusedAlert about={flow.requestId}>{t('verify.closed')}</FocusedAlert>
      ) : (
        <>
          <CodeForm
            key={flow.requestId}
            flow={flow}
            onWrong={(triesLeft) => onChange({ ...flow, triesLeft })}
            onVerified={({ ticket, login, expiresAt }) => {
              holdSecret({ kind: 'ticket', token: ticket, login, expiresAt })
              navigate(paths.resetPassword)
            }}
          />
          <EndingSoon
            at={flow.codeExpiresAt}
            soon={(duration) => t('verify.expiresSoon', { duration })}
            over={t('verify.expired')}
          />
        </>
      )}
      <MailHints flow={flow} />
      <div className="actions">
        <SendAgain flow={flow} isFreshStart={isClosed} onSent={sent} />
        <Link className="link" to={paths.forgotPassword} state={{ login: '' } satisfies PageState}>
          {t('verify.otherAddress')}
        </Link>
        <Link className="link" to={paths.signIn} state={{ login: flow.email } satisfies PageState}>
          {t('verify.finishedElsewhere')}
        </Link>
      </div>
      <SupportHint />
    </Page>
  )
}

function NothingAsked() {
  const t = useWording()
  return (
    <Page title={t('verify.nothingTitle')}>
      <p>{t('verify.nothingText')}</p>
      <Link className="button is-primary" to={paths.forgotPassword}>
        {t('verify.nothingAsk')}
      </Link>
    </Page>
  )
}
