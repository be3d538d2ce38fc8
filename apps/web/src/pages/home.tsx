import { useState } from 'react'
import { type Session, useCurrentSession, useSettings, useSignOut } from '../api.ts'
import { Form } from '../components/form.tsx'
import { LinkWithLogin } from '../components/link-with-login.tsx'
import { Page } from '../components/page.tsx'
import { SignInLink } from '../components/sign-in-link.tsx'
import { Progress, Submit } from '../components/submit.tsx'
import { Trouble } from '../components/trouble.tsx'
import { usePageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'

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
      <div className="actions">
        <SignInLink className="button is-primary" login={login}>
          {t('signIn.title')}
        </SignInLink>
        <LinkWithLogin className="button is-quiet" to={paths.forgotPassword} login={login}>
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
            <bdi>{session.login}</bdi>
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
