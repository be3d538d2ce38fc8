import { useState } from 'react'
import { CodeForm } from '../components/code-form.tsx'
import { EndingSoon } from '../components/ending-soon.tsx'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { MailHints, YourMail } from '../components/mail-hints.tsx'
import { Page } from '../components/page.tsx'
import { SendAgain } from '../components/send-again.tsx'
import { SupportHint } from '../components/support-hint.tsx'
import { useFinishedElsewhere } from '../finished-elsewhere.ts'
import { Link, navigate } from '../navigation.tsx'
import { paths } from '../paths.ts'
import { clearFlow, currentFlow, type RecoveryFlow, saveFlow } from '../recovery-flow.ts'
import { holdRight } from '../right.ts'
import { useWording } from '../wording.tsx'

export function Verify() {
  const [flow, setFlow] = useState(currentFlow)
  if (!flow) return <NothingAsked />
  return <Waiting flow={flow} onChange={(changed) => setFlow(saveFlow(changed))} />
}

type WaitingProps = { flow: RecoveryFlow; onChange: (flow: RecoveryFlow) => void }

function Waiting({ flow, onChange }: WaitingProps) {
  const t = useWording()
  const [sentAgain, setSentAgain] = useState(false)
  const isClosed = flow.triesLeft <= 0
  const address = (
    <bdi key="address" className="address">
      {flow.email}
    </bdi>
  )

  useFinishedElsewhere((login) => {
    clearFlow()
    navigate(paths.signIn, { replace: true, carry: { login, changed: true } })
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
              holdRight({ kind: 'ticket', token: ticket, login, expiresAt })
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
        <Link className="link" to={paths.forgotPassword} carry={{ login: '' }}>
          {t('verify.otherAddress')}
        </Link>
        <Link className="link" to={paths.signIn} carry={{ login: flow.email }}>
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
