import {
  addressToSend,
  EmailField,
  type FieldError,
  Form,
  LinkWithLogin,
  malformedEmail,
  Page,
  PasswordField,
  type Refusal,
  Submit,
  Trouble,
  textIn,
  useNavigation,
  usePageState,
  useReturnTo,
  useSettings,
  useSignInElsewhere,
  useWording,
} from '@latchkey/react/app'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSignIn } from '../api.ts'
import { useLeaveIfSignedIn } from '../components/use-leave-if-signed-in.ts'
import { paths } from '../paths.ts'

export function SignIn() {
  const elsewhere = useSignInElsewhere()
  return elsewhere ? <SignInElsewhere address={elsewhere} /> : <SignInHere />
}

/** The last page of a recovery where people sign in at the application. */
function SignInElsewhere({ address }: { address: string }) {
  const t = useWording()
  const { login, justChanged } = useArrival()
  const product = useSettings()?.productName ?? ''
  return (
    <Page title={t(justChanged ? 'signIn.changedTitle' : 'signIn.title')}>
      {justChanged && <p role="status">{t('signIn.changedNext')}</p>}
      <div data-latchkey="actions">
        <a data-latchkey="button is-primary" href={address}>
          <span>{t.parts('signIn.to', { product: <bdi key="product">{product}</bdi> })}</span>
        </a>
        {!justChanged && (
          <LinkWithLogin to="forgotPassword" login={login ?? ''}>
            {t('signIn.forgot')}
          </LinkWithLogin>
        )}
      </div>
    </Page>
  )
}

function SignInHere() {
  const t = useWording()
  useLeaveIfSignedIn()
  const { login, justChanged } = useArrival()
  const [email, setEmail] = useState(login ?? '')
  return (
    <Page title={t('signIn.title')}>
      <p role="status" data-latchkey={justChanged ? 'notice is-good' : 'visually-hidden'}>
        {justChanged && t('signIn.changed')}
      </p>
      <SignInForm email={email} onEmail={setEmail} startsAtPassword={justChanged} />
      <LinkWithLogin to="forgotPassword" login={email.trim()}>
        {t('signIn.forgot')}
      </LinkWithLogin>
    </Page>
  )
}

/** The state from the page before. "Changed" is removed from the history entry, so that it is shown once. */
function useArrival() {
  const { login, changed } = usePageState()
  const { replaceState } = useNavigation()
  const [justChanged] = useState(changed === true)
  useEffect(() => {
    if (changed) replaceState({ ...(login && { login }) })
  }, [changed, login, replaceState])
  return { login, justChanged }
}

type SignInFormProps = {
  email: string
  onEmail: (email: string) => void
  startsAtPassword: boolean
}

type Problems = {
  email?: FieldError | undefined
  password?: FieldError | undefined
  /** The two do not match. The server does not say which one is wrong. */
  pair?: boolean
  trouble?: Refusal
}

const PAIR_ERROR_ID = 'sign-in-error'

function SignInForm({ email, onEmail, startsAtPassword }: SignInFormProps) {
  const t = useWording()
  const navigate = useNavigate()
  const signIn = useSignIn()
  const returnTo = useReturnTo()
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [problems, setProblems] = useState<Problems>({})
  const passwordBox = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (startsAtPassword) passwordBox.current?.focus()
  }, [startsAtPassword])

  useEffect(() => {
    if (problems.pair) passwordBox.current?.focus()
  }, [problems])

  async function submit(form: FormData) {
    const typed = textIn(form, 'current-password')
    setPassword(typed)
    const { address, error } = await addressToSend(textIn(form, 'email'), onEmail)
    const found = problemsIn(error, typed)
    setProblems(found ?? {})
    if (found) return
    const answer = await signIn.send({ email: address, password: typed })
    if (answer.status === 'accepted') {
      return returnTo ? window.location.assign(returnTo) : navigate(paths.home)
    }
    if (answer.refusal.code === 'SIGN_IN_FAILED') setPassword('')
    setProblems(problemsFrom(answer.refusal))
  }

  const pairErrorId = problems.pair ? PAIR_ERROR_ID : undefined
  return (
    <Form label={t('signIn.title')} onSubmit={submit}>
      {problems.trouble && <Trouble refusal={problems.trouble} />}
      {problems.pair && (
        <div data-latchkey="notice is-trouble" id={PAIR_ERROR_ID} role="alert">
          <p>
            {t.sentences(t('signIn.failed'), '')}
            {t.parts('signIn.failedAdvice', {
              link: (
                <LinkWithLogin
                  key="link"
                  to="forgotPassword"
                  login={email.trim()}
                  data-latchkey="in-text"
                >
                  {t('signIn.failedLink')}
                </LinkWithLogin>
              ),
            })}
          </p>
        </div>
      )}
      <EmailField
        value={email}
        onChange={onEmail}
        error={problems.email}
        sharedErrorId={pairErrorId}
      />
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
        error={problems.password}
        sharedErrorId={pairErrorId}
        boxRef={passwordBox}
      />
      <Submit pending={signIn.isPending} paused={signIn.isPaused} busyLabel={t('signIn.busy')}>
        {t('signIn.submit')}
      </Submit>
    </Form>
  )
}

function problemsIn(email: FieldError | undefined, password: string): Problems | undefined {
  if (email) return { email }
  return password === '' ? { password: { text: (t) => t('password.missing') } } : undefined
}

function problemsFrom(refusal: Refusal): Problems {
  // Too many failures from a network where nobody has signed in before: the advice is the same, a new password.
  const isPair = refusal.code === 'SIGN_IN_FAILED' || refusal.code === 'TOO_MANY_ATTEMPTS'
  if (isPair) return { pair: true }
  if (refusal.fields?.email) return { email: malformedEmail() }
  return { trouble: refusal }
}
