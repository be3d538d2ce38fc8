import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useRequestRecovery } from '../api.ts'
import { addressToSend, EmailField, malformedEmail } from '../components/email-field.tsx'
import type { FieldError } from '../components/field.tsx'
import { Form, textIn } from '../components/form.tsx'
import { Page } from '../components/page.tsx'
import { SignInLink } from '../components/sign-in-link.tsx'
import { Submit } from '../components/submit.tsx'
import { SupportHint } from '../components/support-hint.tsx'
import { Trouble } from '../components/trouble.tsx'
import { currentFlow, saveFlow, startFlow, waitingFlow } from '../flow/recovery-flow.ts'
import { usePageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'

export function ForgotPassword() {
  const t = useWording()
  const request = useRequestRecovery()
  const navigate = useNavigate()
  const { login } = usePageState()
  const [email, setEmail] = useState(() => login ?? currentFlow()?.email ?? '')
  const [error, setError] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit(form: FormData) {
    const { address: typed, error: found } = await addressToSend(textIn(form, 'email'), setEmail)
    setError(found)
    setTrouble(undefined)
    if (found) return

    // This soon, the server would open a request whose email is withheld: its code would never arrive.
    const waiting = waitingFlow(typed)
    if (waiting) saveFlow(waiting)
    else if (!(await requestEmail(typed))) return
    navigate(paths.verify)
  }

  async function requestEmail(typed: string): Promise<boolean> {
    const answer = await request.send({ email: typed })
    if (answer.status === 'accepted') {
      startFlow(answer.value, typed)
      return true
    }
    const { refusal } = answer
    if (refusal.code === 'INVALID_INPUT') setError(malformedEmail())
    else setTrouble(refusal)
    return false
  }

  return (
    <Page title={t('forgot.title')} step={1}>
      <p>{t('forgot.intro')}</p>
      <Form label={t('forgot.form')} onSubmit={submit}>
        {trouble && <Trouble refusal={trouble} />}
        <EmailField value={email} onChange={setEmail} suggests error={error} />
        <Submit pending={request.isPending} paused={request.isPaused} busyLabel={t('forgot.busy')}>
          {t('forgot.submit')}
        </Submit>
      </Form>
      <SignInLink login={email.trim()}>{t('forgot.back')}</SignInLink>
      <SupportHint />
    </Page>
  )
}
