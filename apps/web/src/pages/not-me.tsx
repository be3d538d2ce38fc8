import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useNotMe, useVerifyNotMe } from '../api.ts'
import { Checkbox } from '../components/checkbox.tsx'
import type { FieldError } from '../components/field.tsx'
import { Form } from '../components/form.tsx'
import { LinkCheck } from '../components/link-check.tsx'
import { Page } from '../components/page.tsx'
import { Submit } from '../components/submit.tsx'
import { Trouble } from '../components/trouble.tsx'
import { dropSecret, useHeldSecret } from '../flow/held-secret.ts'
import { startFlow } from '../flow/recovery-flow.ts'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'

/**
 * "This wasn't me": the link of a notice. Opening it only asks whose account it is about. A box has to be ticked
 * before the button does anything: some mail scanners open links and press every button they find.
 */
export function NotMe() {
  const secret = useHeldSecret()
  const verify = useVerifyNotMe()
  const [end, setEnd] = useState<'secured' | 'dead'>()
  const t = useWording()
  if (end === 'secured') return <Secured />
  if (end === 'dead') return <Dead />
  if (!secret) return <NothingToUse />
  const { token, login } = secret
  return (
    <Page key={token} title={t('notMe.title')}>
      {login === undefined ? (
        <LinkCheck token={token} verify={verify} onDead={() => setEnd('dead')} />
      ) : (
        <Ask token={token} login={login} onEnd={setEnd} />
      )}
    </Page>
  )
}

type AskProps = { token: string; login: string; onEnd: (end: 'secured' | 'dead') => void }

function Ask({ token, login, onEnd }: AskProps) {
  const t = useWording()
  const notMe = useNotMe()
  const [isSure, setIsSure] = useState(false)
  const [unsure, setUnsure] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    setTrouble(undefined)
    setUnsure(isSure ? undefined : { says: (t) => t('notMe.sureMissing') })
    if (!isSure) return
    const answer = await notMe.send({ token })
    if (answer.status === 'refused' && answer.refusal.code !== 'INVALID_OR_EXPIRED') {
      return setTrouble(answer.refusal)
    }
    // A way back in is on its way: the next page waits for its code.
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
            setUnsure(undefined)
          }}
          error={unsure}
        />
        <Submit pending={notMe.isPending} paused={notMe.isPaused} busyLabel={t('notMe.busy')}>
          {t('notMe.submit')}
        </Submit>
      </Form>
      <p className="hint">{t('notMe.nothingYet')}</p>
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

function Dead() {
  const t = useWording()
  return (
    <Page title={t('notMe.deadTitle')}>
      <p>{t('notMe.deadText')}</p>
      <Link className="button is-primary" to={paths.forgotPassword}>
        {t('notMe.choose')}
      </Link>
    </Page>
  )
}

function NothingToUse() {
  const t = useWording()
  return (
    <Page title={t('notMe.nothingTitle')}>
      <p>{t('notMe.nothingText')}</p>
      <Link className="button is-primary" to={paths.forgotPassword}>
        {t('notMe.choose')}
      </Link>
    </Page>
  )
}
