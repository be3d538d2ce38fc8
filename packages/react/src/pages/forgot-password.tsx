import { useState } from 'react'
import { useProcedure } from '../call.ts'
import { useNavigation, usePageState } from '../context.ts'
import { currentFlow } from '../flow/recovery-flow.ts'
import { requestEmail } from '../flow/transitions.ts'
import { addressToSend, EmailField, malformedEmail } from '../parts/email-field.tsx'
import type { FieldError } from '../parts/field.tsx'
import { Form, textIn } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { SignInLink } from '../parts/sign-in-link.tsx'
import { Submit } from '../parts/submit.tsx'
import { SupportHint } from '../parts/support-hint.tsx'
import { Trouble } from '../parts/trouble.tsx'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.ts'

/** Asks for the address, and requests the email. */
export function ForgotPassword() {
  const t = useWording()
  const request = useProcedure('request')
  const { go } = useNavigation()
  const { login } = usePageState()
  const [email, setEmail] = useState(() => login ?? currentFlow()?.email ?? '')
  const [error, setError] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit(form: FormData) {
    const { address: typed, error: found } = await addressToSend(textIn(form, 'email'), setEmail)
    setError(found)
    setTrouble(undefined)
    if (found) return

    const answer = await requestEmail(request, typed, t.locale)
    if (answer.status === 'accepted') return go('verify')
    if (answer.refusal.code === 'INVALID_INPUT') setError(malformedEmail())
    else setTrouble(answer.refusal)
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
