import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useNotMe, useVerifyNotMe } from '../api.ts'
import { Checkbox } from '../components/checkbox.tsx'
import type { FieldError } from '../components/field.tsx'
import { Form } from '../components/form.tsx'
import { LinkCheck } from '../components/link-check.tsx'
import { Page } from '../components/page.tsx'
import { SignInLink } from '../components/sign-in-link.tsx'
import { Submit } from '../components/submit.tsx'
import { Trouble } from '../components/trouble.tsx'
import { dropSecret, useHeldSecret } from '../flow/held-secret.ts'
import { startFlow } from '../flow/recovery-flow.ts'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'

type End = 'secured' | 'dead'

/**
 * "This wasn't me": the link in the notice about a changed password. Opening it only shows the account. The button
 * does nothing until a checkbox is ticked: some email scanners open links and press every button on the page.
 */
export function NotMe() {
  const secret = useHeldSecret()
  const verify = useVerifyNotMe()
  const [end, setEnd] = useState<End>()
  const t = useWording()
  if (end === 'secured') return <Secured />
  if (end === 'dead') return <DeadLink />
  if (!secret) return <NoLink />
  const { token, login } = secret
  return (
    <Page key={token} title={t('notMe.title')}>
      {login === undefined ? (
        <LinkCheck token={token} verify={verify} onDead={() => setEnd('dead')} />
      ) : (
        <Confirm token={token} login={login} onEnd={setEnd} />
      )}
    </Page>
  )
}

type ConfirmProps = { token: string; login: string; onEnd: (end: End) => void }

function Confirm({ token, login, onEnd }: ConfirmProps) {
  const t = useWording()
  const notMe = useNotMe()
  const [isSure, setIsSure] = useState(false)
  const [error, setError] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    setTrouble(undefined)
    setError(isSure ? undefined : { text: (t) => t('notMe.sureMissing') })
    if (!isSure) return
    const answer = await notMe.send({ token })
    if (answer.status === 'refused' && answer.refusal.code !== 'INVALID_OR_EXPIRED') {
      return setTrouble(answer.refusal)
    }
    // An email with a new link and code is on its way; the next page waits for the code.
    if (answer.status === 'accepted') startFlow(answer.value, answer.value.login)
    onEnd(answer.status === 'accepted' ? 'secured' : 'dead')
    dropSecret()
  }

  return (
    <>
      <p role="status">
        {t.parts('notMe.text', {
          login: (
            <bdi key="login" className="address">
              {login}
            </bdi>
          ),
        })}
      </p>
      <p>{t('notMe.what')}</p>
      <Form label={t('notMe.title')} onSubmit={submit}>
        {trouble && <Trouble refusal={trouble} />}
        <Checkbox
          id="not-me"
          label={t('notMe.sure')}
          checked={isSure}
          onChange={(checked) => {
            setIsSure(checked)
            setError(undefined)
          }}
          error={error}
        />
        <Submit pending={notMe.isPending} paused={notMe.isPaused} busyLabel={t('notMe.busy')}>
          {t('notMe.submit')}
        </Submit>
      </Form>
      <p className="hint">{t('notMe.nothingYet')}</p>
      <SignInLink login={login}>{t('forgot.back')}</SignInLink>
    </>
  )
}

function Secured() {
  const t = useWording()
  const navigate = useNavigate()
  return (
    <Page title={t('notMe.doneTitle')}>
      <p role="status">{t('notMe.doneText')}</p>
      <button
        type="button"
        className="button is-primary"
        onClick={() => navigate(paths.verify, { replace: true })}
      >
        {t('notMe.choose')}
      </button>
    </Page>
  )
}

function DeadLink() {
  const t = useWording()
  return (
    <Page title={t('notMe.deadTitle')}>
      <p>{t('notMe.deadText')}</p>
      <ChoosePassword />
    </Page>
  )
}

function NoLink() {
  const t = useWording()
  return (
    <Page title={t('notMe.nothingTitle')}>
      <p>{t('notMe.nothingText')}</p>
      <ChoosePassword />
    </Page>
  )
}

function ChoosePassword() {
  const t = useWording()
  return (
    <div className="actions">
      <Link className="button is-primary" to={paths.forgotPassword}>
        {t('notMe.choose')}
      </Link>
      <SignInLink>{t('forgot.back')}</SignInLink>
    </div>
  )
}
