import { type RecoveryState, useRecovery } from '@latchkey/react'
import { Form } from './form.js'
import { trpc } from './trpc.js'
import { wordsFor } from './words.js'

/** A recovery with markup of our own. `useRecovery` knows what comes next, also after a link in an email was opened. */
export function Recover() {
  const recovery = useRecovery({ client: trpc })
  return (
    <>
      <h1>Forgotten password</h1>
      {recovery.refusal && <p role="alert">{wordsFor(recovery.refusal)}</p>}
      <Step {...recovery} />
    </>
  )
}

function Step(recovery: RecoveryState) {
  switch (recovery.step) {
    case 'asking':
      return (
        <Form
          button="Send the email"
          disabled={recovery.isPending}
          onSubmit={({ email = '' }) => recovery.request(email)}
        >
          <label>
            Email address
            <input name="email" type="email" autoComplete="username" required />
          </label>
        </Form>
      )
    case 'waiting':
      return (
        <>
          <p role="status">
            If {recovery.email} has an account, an email is on its way. Follow its link, or enter
            its code.
          </p>
          <Form
            button="Continue"
            disabled={recovery.isPending}
            onSubmit={({ code = '' }) => recovery.enterCode(code)}
          >
            <label>
              Code
              <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
            </label>
          </Form>
        </>
      )
    case 'choosing':
      return (
        <Form
          button="Change the password"
          disabled={recovery.isPending}
          onSubmit={({ password = '' }) => recovery.choose(password)}
        >
          <input name="email" type="hidden" autoComplete="username" value={recovery.login ?? ''} />
          <label>
            New password for {recovery.login}
            <input name="password" type="password" autoComplete="new-password" required />
          </label>
        </Form>
      )
    case 'done':
      return (
        <p role="status">
          The password was changed. <a href="/">Sign in as {recovery.login}</a>
        </p>
      )
    case 'refused':
      return (
        <>
          <p role="alert">This link has expired, or was used already.</p>
          <button type="button" onClick={recovery.startOver}>
            Start again
          </button>
        </>
      )
  }
}
