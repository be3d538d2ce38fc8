import { useState } from 'react'
import { useVerifyToken } from '../api.ts'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { LinkCheck } from '../components/link-check.tsx'
import { NewPasswordForm } from '../components/new-password-form.tsx'
import { Page } from '../components/page.tsx'
import { Renewal } from '../components/renewal.tsx'
import { announceFinished, useFinishedElsewhere } from '../finished-elsewhere.ts'
import { Link, navigate } from '../navigation.tsx'
import { paths } from '../paths.ts'
import { clearFlow, currentFlow } from '../recovery-flow.ts'
import { dropRight, type Right, useRight } from '../right.ts'
import { useWording } from '../wording.tsx'

/** A right whose account is known. */
type Known = Right & { login: string }

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
  if (!isKnown(right)) return <Checking key={right.token} token={right.token} />
  return <Choosing key={right.token} opened={right} onFinished={finish} />
}

function Checking({ token }: { token: string }) {
  const t = useWording()
  const verify = useVerifyToken()
  const [isDead, setIsDead] = useState(false)
  if (isDead) return <DeadLink />
  return (
    <Page title={t('reset.title')} step={3}>
      <LinkCheck token={token} verify={verify} onDead={() => setIsDead(true)} />
    </Page>
  )
}

type ChoosingProps = { opened: Known; onFinished: (login: string) => void }

function Choosing({ opened, onFinished }: ChoosingProps) {
  const t = useWording()
  const [renewed, setRenewed] = useState<Known>()
  const [over, setOver] = useState<object>()
  const right = renewed ?? opened

  return (
    <Page title={t('reset.title')} step={3}>
      {renewed && !over && (
        <FocusedAlert about={renewed} tone="news">
          {t('reset.renewed')}
        </FocusedAlert>
      )}
      <Renewal
        key={right.token}
        right={right}
        over={over}
        onRenewed={(successor) => {
          setRenewed(successor)
          setOver(undefined)
        }}
      />
      <NewPasswordForm
        token={right.token}
        login={right.login}
        onDead={() => setOver({})}
        onChanged={() => {
          onFinished(right.login)
          announceFinished(right.login)
        }}
      />
    </Page>
  )
}

function Finished() {
  const t = useWording()
  return (
    <Page title={t('reset.title')} step={3}>
      <p role="status">{t('reset.done')}</p>
    </Page>
  )
}

function DeadLink() {
  const t = useWording()
  return (
    <Page title={t('reset.deadTitle')}>
      <p>{t('reset.deadText')}</p>
      <NewOne />
    </Page>
  )
}

function NothingToUse() {
  const t = useWording()
  return (
    <Page title={t('reset.nothingTitle')}>
      <p>{t('reset.nothingText')}</p>
      <NewOne />
    </Page>
  )
}

function NewOne() {
  const t = useWording()
  const email = currentFlow()?.email
  return (
    <div className="actions">
      <Link
        className="button is-primary"
        to={paths.forgotPassword}
        carry={{ ...(email && { login: email }) }}
      >
        {t('reset.newLink')}
      </Link>
      <Link className="link" to={paths.signIn}>
        {t('forgot.back')}
      </Link>
    </div>
  )
}

function isKnown(right: Right): right is Known {
  return right.login !== undefined
}
