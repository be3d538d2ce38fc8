import {
  Form,
  LinkWithLogin,
  Page,
  Progress,
  type Refusal,
  SignInLink,
  Submit,
  Trouble,
  usePageState,
  useSettings,
  useWording,
} from '@latchkey/react/app'
import { useState } from 'react'
import { type Session, useCurrentSession, useSignOut } from '../api.ts'

export function Home() {
  const t = useWording()
  const current = useCurrentSession()
  const [wasSignedIn, setWasSignedIn] = useState(false)
  if (current.status === 'signed-in') {
    if (!wasSignedIn) setWasSignedIn(true)
    return <SignedIn session={current.session} />
  }
  if (current.status === 'signed-out') return wasSignedIn ? <SignedOut /> : <Welcome />
  const isChecking = current.status === 'checking'
  return (
    <Page title={t('home.title')} isProvisional={isChecking}>
      {current.status === 'refused' && (
        <Trouble refusal={current.refusal} onRetry={current.retry} />
      )}
      {isChecking && !current.isPaused && <p role="status">{t('page.loading')}</p>}
      <Progress pending={isChecking} paused={isChecking && current.isPaused} />
    </Page>
  )
}

/** For people who were not signed in when they came. */
function Welcome() {
  const t = useWording()
  const product = useSettings()?.productName
  const title = product === undefined ? t('signIn.title') : t('signIn.to', { product })
  return (
    <Page title={title} isProvisional={product === undefined}>
      <WaysIn />
    </Page>
  )
}

function SignedOut() {
  const t = useWording()
  return (
    <Page title={t('home.signedOut')}>
      <WaysIn />
    </Page>
  )
}

function WaysIn() {
  const t = useWording()
  const { login = '' } = usePageState()
  return (
    <>
      <p>{t('home.signedOutText')}</p>
      <div data-latchkey="actions">
        <SignInLink data-latchkey="button is-primary" login={login}>
          {t('signIn.title')}
        </SignInLink>
        <LinkWithLogin data-latchkey="button is-quiet" to="forgotPassword" login={login}>
          {t('signIn.forgot')}
        </LinkWithLogin>
      </div>
    </>
  )
}

function SignedIn({ session }: { session: Session }) {
  const t = useWording()
  const signOut = useSignOut()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    const answer = await signOut.send()
    setTrouble(answer.status === 'refused' ? answer.refusal : undefined)
  }

  return (
    <Page title={t('home.signedIn')}>
      <dl className="facts">
        <div>
          <dt>{t('home.account')}</dt>
          <dd>
            <bdi translate="no">{session.login}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('home.since')}</dt>
          <dd>
            <time dateTime={session.signedInAt}>{t.dateAndTime(new Date(session.signedInAt))}</time>
          </dd>
        </div>
      </dl>
      <Form label={t('home.signOut')} onSubmit={submit}>
        {trouble && <Trouble refusal={trouble} />}
        <Submit
          pending={signOut.isPending}
          paused={signOut.isPaused}
          busyLabel={t('home.signOutBusy')}
        >
          {t('home.signOut')}
        </Submit>
      </Form>
    </Page>
  )
}
