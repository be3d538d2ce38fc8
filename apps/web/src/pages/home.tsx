import { useState } from 'react'
import { type Session, useCurrentSession, useSignOut } from '../api.ts'
import { Form } from '../components/form.tsx'
import { Page } from '../components/page.tsx'
import { Submit } from '../components/submit.tsx'
import { Trouble } from '../components/trouble.tsx'
import { wordDateAndTime } from '../dates.ts'
import { Link } from '../navigation.tsx'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'

export function Home() {
  const current = useCurrentSession()
  if (current.status === 'signed-in') return <SignedIn session={current.session} />
  if (current.status === 'signed-out') return <SignedOut />
  return (
    <Page title="Your account" isProvisional={current.status === 'checking'}>
      {current.status === 'refused' && (
        <Trouble refusal={current.refusal} onRetry={current.retry} />
      )}
      <p role="status" className="progress">
        {current.status === 'checking' && 'One moment…'}
      </p>
    </Page>
  )
}

function SignedOut() {
  return (
    <Page title="You are signed out">
      <p>Sign in to go on, or choose a new password if you have lost the old one.</p>
      <div className="actions">
        <Link className="button is-primary" to={paths.signIn}>
          Sign in
        </Link>
        <Link className="button is-quiet" to={paths.forgotPassword}>
          Forgot password?
        </Link>
      </div>
    </Page>
  )
}

function SignedIn({ session }: { session: Session }) {
  const signOut = useSignOut()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    const answer = await signOut.send()
    setTrouble(answer.status === 'refused' ? answer.refusal : undefined)
  }

  return (
    <Page title="You are signed in">
      <dl className="facts">
        <div>
          <dt>Account</dt>
          <dd>
            <bdi>{session.login}</bdi>
          </dd>
        </div>
        <div>
          <dt>Since</dt>
          <dd>
            <time dateTime={session.signedInAt}>{wordDateAndTime(session.signedInAt)}</time>
          </dd>
        </div>
      </dl>
      <Form label="Sign out" onSubmit={submit}>
        {trouble && <Trouble refusal={trouble} />}
        <Submit pending={signOut.isPending} paused={signOut.isPaused} busyLabel="Signing out…">
          Sign out
        </Submit>
      </Form>
    </Page>
  )
}
