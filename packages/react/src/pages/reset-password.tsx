import { useState } from 'react'
import { useProcedure } from '../call.ts'
import { useNavigation } from '../context.ts'
import { announceFinished, useFinishedElsewhere } from '../flow/finished-elsewhere.ts'
import { wasChangedHere } from '../flow/finished-here.ts'
import {
  type CheckedSecret,
  dropSecret,
  type HeldSecret,
  keepTicket,
  useHeldSecret,
  useIsCutLink,
} from '../flow/held-secret.ts'
import { currentFlow } from '../flow/recovery-flow.ts'
import { finish } from '../flow/transitions.ts'
import type { PageState } from '../navigation.ts'
import { ChangedAlready } from '../parts/changed-already.tsx'
import { FocusedAlert } from '../parts/focused-alert.tsx'
import { LinkCheck } from '../parts/link-check.tsx'
import { NewPasswordForm } from '../parts/new-password-form.tsx'
import { Page } from '../parts/page.tsx'
import { PageLink } from '../parts/page-link.tsx'
import { Renewal } from '../parts/renewal.tsx'
import { SignInLink } from '../parts/sign-in-link.tsx'
import { WaitingPage } from '../parts/waiting-page.tsx'
import { useWording } from '../wording.ts'

/** Chooses the new password. */
export function ResetPassword() {
  const t = useWording()
  return (
    <WaitingPage title={t('reset.title')} step={3}>
      <Opened />
    </WaitingPage>
  )
}

function Opened() {
  const { go } = useNavigation()
  const secret = useHeldSecret()
  const isCut = useIsCutLink()
  const [isFinished, setIsFinished] = useState(false)
  const [isTimeUp, setIsTimeUp] = useState(false)

  function finished(login: string) {
    // First, so that dropping the secret below does not show another page.
    setIsFinished(true)
    finish()
    // Replaced, so that Back does not return to the form.
    const state: PageState = { login, changed: true }
    go('signIn', { replace: true, state })
  }

  function endTicket() {
    setIsTimeUp(true)
    dropSecret()
  }

  useFinishedElsewhere((login) => {
    if (login === secret?.login) finished(login)
  })

  if (isFinished) return <Finished />
  if (isCut) return <CutLink />
  if (isTimeUp && !secret) return <TimeIsUp />
  if (!secret) return wasChangedHere() ? <ChangedAlready /> : <NoLink />
  // The keys make a second link opened in this tab start over.
  if (!isChecked(secret))
    return <Checking key={secret.token} secret={secret} onTicketDead={endTicket} />
  return <Choosing key={secret.token} opened={secret} onFinished={finished} />
}

type CheckingProps = { secret: HeldSecret; onTicketDead: () => void }

function Checking({ secret, onTicketDead }: CheckingProps) {
  const t = useWording()
  const verify = useProcedure('verifyToken')
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
      <SignInLink data-latchkey="button is-primary">{t('signIn.submit')}</SignInLink>
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
    <div data-latchkey="actions">
      {offersCode && (
        <PageLink data-latchkey="button is-primary" to="verify" state={state}>
          {t('reset.enterCode')}
        </PageLink>
      )}
      <PageLink
        data-latchkey={offersCode ? 'button is-quiet' : 'button is-primary'}
        to="forgotPassword"
        state={state}
      >
        {t('reset.newLink')}
      </PageLink>
      <SignInLink>{t('forgot.back')}</SignInLink>
    </div>
  )
}

function isChecked(secret: HeldSecret): secret is CheckedSecret {
  return secret.login !== undefined
}
