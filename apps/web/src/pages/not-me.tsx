import { useState } from 'react'
import { useNotMe } from '../api.ts'
import { Form } from '../components/form.tsx'
import { Page } from '../components/page.tsx'
import { Submit } from '../components/submit.tsx'
import { Trouble } from '../components/trouble.tsx'
import { Link, navigate } from '../navigation.tsx'
import { paths } from '../paths.ts'
import { startFlow } from '../recovery-flow.ts'
import type { Refusal } from '../refusal.ts'
import { dropRight, useRight } from '../right.ts'
import { useWording } from '../wording.tsx'

/** "This wasn't me": the link of a notice. Opening it does nothing and asks nothing; pressing the button does. */
export function NotMe() {
  const right = useRight()
  const [end, setEnd] = useState<'secured' | 'dead'>()
  if (end === 'secured') return <Secured />
  if (end === 'dead') return <Dead />
  if (!right) return <NothingToUse />
  return <Ask key={right.token} token={right.token} onEnd={setEnd} />
}

type AskProps = { token: string; onEnd: (end: 'secured' | 'dead') => void }

function Ask({ token, onEnd }: AskProps) {
  const t = useWording()
  const notMe = useNotMe()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    setTrouble(undefined)
    const answer = await notMe.send({ token })
    if (answer.status === 'refused' && answer.refusal.code !== 'INVALID_OR_EXPIRED') {
      return setTrouble(answer.refusal)
    }
    // A way back in is on its way: the next page waits for its code.
    if (answer.status === 'accepted') startFlow(answer.value, answer.value.login)
    onEnd(answer.status === 'accepted' ? 'secured' : 'dead')
    dropRight()
  }

  return (
    <Page title={t('notMe.title')}>
      <p>{t('notMe.text')}</p>
      <Form label={t('notMe.title')} onSubmit={submit}>
        {trouble && <Trouble refusal={trouble} />}
        <Submit pending={notMe.isPending} paused={notMe.isPaused} busyLabel={t('notMe.busy')}>
          {t('notMe.submit')}
        </Submit>
      </Form>
      <p>{t('notMe.nothingYet')}</p>
    </Page>
  )
}

function Secured() {
  const t = useWording()
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
