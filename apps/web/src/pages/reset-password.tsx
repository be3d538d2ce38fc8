import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useVerifyToken } from '../api.ts'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { LinkCheck } from '../components/link-check.tsx'
import { NewPasswordForm } from '../components/new-password-form.tsx'
import { Page } from '../components/page.tsx'
import { Renewal } from '../components/renewal.tsx'
import { SignInLink } from '../components/sign-in-link.tsx'
import { announceFinished, useFinishedElsewhere } from '../flow/finished-elsewhere.ts'
import {
  type CheckedSecret,
  dropSecret,
  type HeldSecret,
  useHeldSecret,
} from '../flow/held-secret.ts'
import { clearFlow, currentFlow } from '../flow/recovery-flow.ts'
import type { PageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'

export function ResetPassword() {
  const navigate = useNavigate()
  const secret = useHeldSecret()
  const [isFinished, setIsFinished] = useState(false)

  function finish(login: string) {
    // First, so that dropping the secret below does not show another page.
    setIsFinished(true)
    dropSecret()
    clearFlow()
    // Replaced, so that Back does not return to the form.
    const state: PageState = { login, changed: true }
    navigate(paths.signIn, { replace: true, state })
  }

  useFinishedElsewhere((login) => {
    if (login === secret?.login) finish(login)
  })

  if (isFinished) return <Finished />
  if (!secret) return <NoLink />
  // The keys make a second link opened in this tab start over.
  if (!isChecked(secret)) return <Checking key={secret.token} token={secret.token} />
  return <Choosing key={secret.token} opened={secret} onFinished={finish} />
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

type ChoosingProps = { opened: CheckedSecret; onFinished: (login: string) => void }

function Choosing({ opened, onFinished }: ChoosingProps) {
  const t = useWording()
  const [renewed, setRenewed] = useState<CheckedSecret>()
  const [refused, setRefused] = useState<object>()
  const secret = renewed ?? opened

  return (
    <Page title={t('reset.title')} step={3}>
      {renewed && !refused && (
        <FocusedAlert about={renewed} tone="news">
          {t('reset.renewed')}
        </FocusedAlert>
      )}
      <Renewal
        key={secret.token}
        secret={secret}
        refused={refused}
        onRenewed={(successor) => {
          setRenewed(successor)
          setRefused(undefined)
        }}
      />
      <NewPasswordForm
        token={secret.token}
        login={secret.login}
        isEnded={refused !== undefined}
        onExpired={() => setRefused({})}
        onChanged={() => {
          onFinished(secret.login)
          announceFinished(secret.login)
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
      <RequestNewLink />
    </Page>
  )
}

/** The page was opened without a link, or reloaded. */
function NoLink() {
  const t = useWording()
  return (
    <Page title={t('reset.nothingTitle')}>
      <p>{t('reset.nothingText')}</p>
      <RequestNewLink />
    </Page>
  )
}

function RequestNewLink() {
  const t = useWording()
  const login = currentFlow()?.email
  const state: PageState = login ? { login } : {}
  return (
    <div className="actions">
      <Link className="button is-primary" to={paths.forgotPassword} state={state}>
        {t('reset.newLink')}
      </Link>
      <SignInLink>{t('forgot.back')}</SignInLink>
    </div>
  )
}

function isChecked(secret: HeldSecret): secret is CheckedSecret {
  return secret.login !== undefined
}
