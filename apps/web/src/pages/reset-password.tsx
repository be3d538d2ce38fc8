import { useState } from 'react'
import { LinkCheck } from '../components/link-check.tsx'
import { NewPasswordForm } from '../components/new-password-form.tsx'
import { Page } from '../components/page.tsx'
import { announceFinished, useFinishedElsewhere } from '../finished-elsewhere.ts'
import { Link, navigate } from '../navigation.tsx'
import { paths } from '../paths.ts'
import { clearFlow, currentFlow } from '../recovery-flow.ts'
import { dropRight, type Right, useRight } from '../right.ts'

const TITLE = 'Choose a new password'

export function ResetPassword() {
  const right = useRight()
  const [isFinished, setIsFinished] = useState(false)

  function finish(login: string) {
    // First: from here on nothing of the form is shown, though the right it stood on is gone.
    setIsFinished(true)
    dropRight()
    clearFlow()
    // Replaced, so that Back never returns to a live form.
    navigate(paths.signIn, { replace: true, carry: { login, changed: true } })
  }

  useFinishedElsewhere((login) => {
    if (login === right?.login) finish(login)
  })

  if (isFinished) return <Finished />
  if (!right) return <NothingToUse />
  // A second link opened in this tab starts over.
  return <WithRight key={right.token} right={right} onFinished={finish} />
}

type WithRightProps = { right: Right; onFinished: (login: string) => void }

function WithRight({ right, onFinished }: WithRightProps) {
  const { kind, token, login } = right
  const [isDead, setIsDead] = useState(false)

  if (isDead) return kind === 'link' ? <DeadLink /> : <DeadTicket />
  return (
    <Page title={TITLE} step={3}>
      {login === undefined ? (
        <LinkCheck token={token} onDead={() => setIsDead(true)} />
      ) : (
        <NewPasswordForm
          token={token}
          login={login}
          onDead={() => setIsDead(true)}
          onChanged={() => {
            onFinished(login)
            announceFinished(login)
          }}
        />
      )}
    </Page>
  )
}

function Finished() {
  return (
    <Page title={TITLE} step={3}>
      <p role="status">Your password was changed.</p>
    </Page>
  )
}

function DeadLink() {
  return (
    <Page title="This link no longer works">
      <p>
        It has expired or was used already, or a newer password took its place. Nothing was changed
        just now.
      </p>
      <NewOne />
    </Page>
  )
}

function DeadTicket() {
  return (
    <Page title="The time for this ran out">
      <p>
        Your code was right, but too long ago, or the password was changed elsewhere. Nothing was
        changed just now.
      </p>
      <NewOne />
    </Page>
  )
}

function NothingToUse() {
  return (
    <Page title="Open the link once more">
      <p>
        For your safety this page forgets the link when it is reloaded. Open the link in the mail
        again, it still works, or have a new one sent.
      </p>
      <NewOne />
    </Page>
  )
}

function NewOne() {
  const email = currentFlow()?.email
  return (
    <div className="actions">
      <Link
        className="button is-primary"
        to={paths.forgotPassword}
        carry={{ ...(email && { login: email }) }}
      >
        Send a new link
      </Link>
      <Link className="link" to={paths.signIn}>
        Back to sign in
      </Link>
    </div>
  )
}
