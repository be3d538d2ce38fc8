import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useVerifyToken } from '../api.ts'
import { ChangedAlready } from '../components/changed-already.tsx'
import { FocusedAlert } from '../components/focused-alert.tsx'
import { LinkCheck } from '../components/link-check.tsx'
import { NewPasswordForm } from '../components/new-password-form.tsx'
import { Page } from '../components/page.tsx'
import { Renewal } from '../components/renewal.tsx'
import { SignInLink } from '../components/sign-in-link.tsx'
import { announceFinished, useFinishedElsewhere } from '../flow/finished-elsewhere.ts'
import { noteChanged, wasChangedHere } from '../flow/finished-here.ts'
import {
  type CheckedSecret,
  dropSecret,
  type HeldSecret,
  keepTicket,
  useHeldSecret,
  useIsCutLink,
} from '../flow/held-secret.ts'
import { clearFlow, currentFlow } from '../flow/recovery-flow.ts'
import type { PageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'

export function ResetPassword() {
  const navigate = useNavigate()
  const secret = useHeldSecret()
  const isCut = useIsCutLink()
  const [isFinished, setIsFinished] = useState(false)
  const [isTimeUp, setIsTimeUp] = useState(false)

  function finish(login: string) {
    // First, so that dropping the secret below does not show another page.
    setIsFinished(true)
    dropSecret()
    clearFlow()
    noteChanged()
    // Replaced, so that Back does not return to the form.
    const state: PageState = { login, changed: true }
    navigate(paths.signIn, { replace: true, state })
  }

  function endTicket() {
    setIsTimeUp(true)
    dropSecret()
  }

  useFinishedElsewhere((login) => {
    if (login === secret?.login) finish(login)
  })

  if (isFinished) return <Finished />
  if (isCut) return <CutLink />
  if (isTimeUp && !secret) return <TimeIsUp />
  if (!secret) return wasChangedHere() ? <ChangedAlready /> : <NoLink />
  // The keys make a second link opened in this tab start over.
  if (!isChecked(secret))
    return <Checking key={secret.token} secret={secret} onTicketDead={endTicket} />
  return <Choosing key={secret.token} opened={secret} onFinished={finish} />
}

type CheckingProps = { secret: HeldSecret; onTicketDead: () => void }

function Checking({ secret, onTicketDead }: CheckingProps) {
  const t = useWording()
  const verify = useVerifyToken()
  const [isDead, setIsDead] = useState(false)
  const onDead = () => (secret.kind === 'ticket' ? onTicketDead() : setIsDead(true))
  if (isDead) return <DeadLink />
  return (
    <Page title={t('reset.title')} step={3}>
      <LinkCheck secret={secret} verify={verify} onDead={onDead} />
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
          // Also in the tab's storage: its code is spent.
          keepTicket(successor.token)
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

/** The ticket of a reloaded tab is no longer good. Its code was used, so only a new email helps. */
function TimeIsUp() {
  const t = useWording()
  return (
    <Page title={t('reset.expired')}>
      <p>{t('reset.ticketOver')}</p>
      <RequestNewLink />
    </Page>
  )
}

/** Something on the way shortened or changed the link. The code in the same email is not affected. */
function CutLink() {
  const t = useWording()
  return (
    <Page title={t('reset.cutTitle')}>
      <p>{t('reset.cutText')}</p>
      <RequestNewLink offersCode />
    </Page>
  )
}

/** The page was opened without a link, or reloaded. */
function NoLink() {
  const t = useWording()
  return (
    <Page title={t('reset.nothingTitle')}>
      <p>{t('reset.noLinkText')}</p>
      <RequestNewLink offersCode />
    </Page>
  )
}

function RequestNewLink({ offersCode = false }: { offersCode?: boolean }) {
  const t = useWording()
  const login = currentFlow()?.email
  const state: PageState = login ? { login } : {}
  return (
    <div className="actions">
      {offersCode && (
        <Link className="button is-primary" to={paths.verify} state={state}>
          {t('reset.enterCode')}
        </Link>
      )}
      <Link
        className={offersCode ? 'button is-quiet' : 'button is-primary'}
        to={paths.forgotPassword}
        state={state}
      >
        {t('reset.newLink')}
      </Link>
      <SignInLink>{t('forgot.back')}</SignInLink>
    </div>
  )
}

function isChecked(secret: HeldSecret): secret is CheckedSecret {
  return secret.login !== undefined
}
