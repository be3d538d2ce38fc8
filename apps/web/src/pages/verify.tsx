import { useState } from 'react'
import { CodeForm } from '../components/code-form.tsx'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { MailHints } from '../components/mail-hints.tsx'
import { Page } from '../components/page.tsx'
import { SendAgain } from '../components/send-again.tsx'
import { useFinishedElsewhere } from '../finished-elsewhere.ts'
import { Link, navigate } from '../navigation.tsx'
import { paths } from '../paths.ts'
import { clearFlow, currentFlow, type RecoveryFlow, saveFlow } from '../recovery-flow.ts'
import { holdRight } from '../right.ts'

export function Verify() {
  const [flow, setFlow] = useState(currentFlow)
  if (!flow) return <NothingAsked />
  return <Waiting flow={flow} onChange={(changed) => setFlow(saveFlow(changed))} />
}

type WaitingProps = { flow: RecoveryFlow; onChange: (flow: RecoveryFlow) => void }

function Waiting({ flow, onChange }: WaitingProps) {
  const [sentAgain, setSentAgain] = useState(false)
  const isClosed = flow.triesLeft <= 0

  useFinishedElsewhere((login) => {
    clearFlow()
    navigate(paths.signIn, { replace: true, carry: { login, changed: true } })
  })

  function sent(asked: RecoveryFlow) {
    setSentAgain(true)
    onChange(asked)
  }

  return (
    <Page title="Check your mail" step={2}>
      <p role="status">
        If an account exists for <bdi className="address">{flow.email}</bdi>, we have sent{' '}
        {sentAgain ? 'another mail with a link and a code' : 'a link and a code'} to it.
        {sentAgain && ' Earlier ones keep working until they expire.'}
      </p>
      {isClosed ? (
        <FocusedAlert about={flow.requestId}>
          Too many wrong codes, so codes are closed for this request. The link in the mail still
          works. You can also start afresh with a new mail.
        </FocusedAlert>
      ) : (
        <CodeForm
          key={flow.requestId}
          flow={flow}
          onWrong={(triesLeft) => onChange({ ...flow, triesLeft })}
          onVerified={({ ticket, login }) => {
            holdRight({ kind: 'ticket', token: ticket, login })
            navigate(paths.resetPassword)
          }}
        />
      )}
      <MailHints flow={flow} />
      <div className="actions">
        <SendAgain flow={flow} isFreshStart={isClosed} onSent={sent} />
        <Link className="link" to={paths.forgotPassword} carry={{ login: '' }}>
          Use a different address
        </Link>
      </div>
    </Page>
  )
}

function NothingAsked() {
  return (
    <Page title="Nothing is waiting here">
      <p>
        No code was asked for in this tab. If you have a mail from us, open its link. Otherwise ask
        for a new one; it takes a minute.
      </p>
      <Link className="button is-primary" to={paths.forgotPassword}>
        Ask for a code
      </Link>
    </Page>
  )
}
