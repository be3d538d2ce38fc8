import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSignIn } from '../api.ts'
import { EmailField, emailMalformed, emailMistake } from '../components/email-field.tsx'
import type { FieldError } from '../components/field.tsx'
import { Form } from '../components/form.tsx'
import { LinkWithLogin } from '../components/link-with-login.tsx'
import { Page } from '../components/page.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { Submit } from '../components/submit.tsx'
import { Trouble } from '../components/trouble.tsx'
import { usePageState, useReplacePageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'

type Mistakes = {
  email?: FieldError | undefined
  password?: FieldError | undefined
  /** Which of the two is wrong, nobody says. */
  pair?: boolean
  trouble?: Refusal
}

const PAIR_ERROR = 'sign-in-error'

export function SignIn() {
  const t = useWording()
  const navigate = useNavigate()
  const signIn = useSignIn()
  const { login, justChanged } = useArrival()
  const [email, setEmail] = useState(login ?? '')
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [mistakes, setMistakes] = useState<Mistakes>({})
  const passwordBox = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (justChanged) passwordBox.current?.focus()
  }, [justChanged])

  useEffect(() => {
    if (mistakes.pair) passwordBox.current?.focus()
  }, [mistakes])

  async function submit() {
    const wrong = mistakesIn(email.trim(), password)
    setMistakes(wrong ?? {})
    if (wrong) return
    const answer = await signIn.send({ email: email.trim(), password })
    if (answer.status === 'accepted') return navigate(paths.home)
    const { refusal } = answer
    if (refusal.code === 'SIGN_IN_FAILED') setPassword('')
    setMistakes(mistakesFrom(refusal))
  }

  const pairError = mistakes.pair ? PAIR_ERROR : undefined
  return (
    <Page title={t('signIn.title')}>
      <p role="status" className={justChanged ? 'notice is-good' : 'visually-hidden'}>
        {justChanged && t('signIn.changed')}
      </p>
      <Form label={t('signIn.title')} onSubmit={submit}>
        {mistakes.trouble && <Trouble refusal={mistakes.trouble} />}
        {mistakes.pair && (
          <p className="notice is-trouble" id={PAIR_ERROR} role="alert">
            {t('signIn.failed')} {t('signIn.failedAdvice')}
          </p>
        )}
        <EmailField value={email} onChange={setEmail} error={mistakes.email} toldBy={pairError} />
        <PasswordField
          id="current-password"
          label={t('password.label')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isShown={isShown && !signIn.isPending}
          toggle={{
            show: t('password.show'),
            hide: t('password.hide'),
            press: () => setIsShown(!isShown),
          }}
          error={mistakes.password}
          toldBy={pairError}
          ref={passwordBox}
        />
        <Submit pending={signIn.isPending} paused={signIn.isPaused} busyLabel={t('signIn.busy')}>
          {t('signIn.submit')}
        </Submit>
      </Form>
      <LinkWithLogin to={paths.forgotPassword} login={email.trim()}>
        {t('signIn.forgot')}
      </LinkWithLogin>
    </Page>
  )
}

/** What the page before handed over. "Changed" is taken out of the history, so that it is said once. */
function useArrival() {
  const { login, changed } = usePageState()
  const replacePageState = useReplacePageState()
  const [justChanged] = useState(changed === true)
  useEffect(() => {
    if (changed) replacePageState({ ...(login && { login }) })
  }, [changed, login, replacePageState])
  return { login, justChanged }
}

function mistakesIn(email: string, password: string): Mistakes | undefined {
  const address = emailMistake(email)
  if (address) return { email: address }
  return password === '' ? { password: { says: (t) => t('password.missing') } } : undefined
}

function mistakesFrom(refusal: Refusal): Mistakes {
  // Too many in a row, from a place where nobody signed in before: the advice is the same, to choose a new password.
  const isPair = refusal.code === 'SIGN_IN_FAILED' || refusal.code === 'TOO_MANY_ATTEMPTS'
  if (isPair) return { pair: true }
  if (refusal.fields?.email) return { email: emailMalformed() }
  return { trouble: refusal }
}
