import type { PasswordReason } from '@latchkey/api'
import { useState } from 'react'
import { useReset, useSettings } from '../api.ts'
import type { Refusal } from '../refusal.ts'
import { reasonSays, useWording } from '../wording.tsx'
import { Field, type FieldError } from './field.tsx'
import { Form } from './form.tsx'
import { PasswordField } from './password-field.tsx'
import { lengthOf, PasswordRules } from './password-rules.tsx'
import { StrengthAdvice } from './strength-advice.tsx'
import { Submit } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type NewPasswordFormProps = {
  token: string
  login: string
  /** The right is gone. What was typed stays, for another right may come. */
  onDead: () => void
  onChanged: () => void
}

type Mistakes = { password?: FieldError; confirm?: FieldError; trouble?: Refusal }

export function NewPasswordForm({ token, login, onDead, onChanged }: NewPasswordFormProps) {
  const t = useWording()
  const reset = useReset()
  const rules = useSettings()?.password
  const [password, setPassword] = useState('')
  const [confirm, setConfirm] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [mistakes, setMistakes] = useState<Mistakes>({})

  const isTooShort = rules !== undefined && lengthOf(password) < rules.minLength

  async function submit() {
    const wrong = mistakesNow()
    setMistakes(wrong ?? {})
    if (wrong) return
    const answer = await reset.send({
      token,
      newPassword: password,
      ...(!isShown && { confirmPassword: confirm }),
    })
    if (answer.status === 'accepted') return onChanged()
    if (answer.refusal.code === 'INVALID_OR_EXPIRED') return onDead()
    setMistakes(mistakesFrom(answer.refusal))
  }

  function mistakesNow(): Mistakes | undefined {
    if (password === '') return { password: { says: (t) => t('reset.passwordMissing') } }
    if (isTooShort) return { password: reasonsError(['PASSWORD_TOO_SHORT']) }
    if (!isShown && confirm !== password) return { confirm: passwordsDiffer() }
    return undefined
  }

  function mistakesFrom(refusal: Refusal): Mistakes {
    if (refusal.reasons) return { password: reasonsError(refusal.reasons) }
    if (refusal.fields?.confirmPassword) return { confirm: passwordsDiffer() }
    return { trouble: refusal }
  }

  function reasonsError(reasons: readonly PasswordReason[]): FieldError {
    return {
      says: (t) => (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reasonSays[reason](t, rules)}</li>
          ))}
        </ul>
      ),
    }
  }

  return (
    <Form label={t('reset.title')} onSubmit={submit}>
      {mistakes.trouble && <Trouble refusal={mistakes.trouble} />}
      <Field
        id="login"
        name="username"
        label={t('reset.account')}
        type="text"
        autoComplete="username"
        readOnly
        value={login}
      />
      <PasswordField
        id="new-password"
        label={t('reset.password')}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        // Back to dots while it is sent: browsers remember the text of plain fields.
        isShown={isShown && !reset.isPending}
        toggle={{
          show: t('reset.show'),
          hide: t('reset.hide'),
          press: () => setIsShown(!isShown),
        }}
        hint={<PasswordRules rules={rules} length={lengthOf(password)} />}
        below={<StrengthAdvice password={password} login={login} />}
        error={mistakes.password}
        rules={rules}
      />
      {!isShown && (
        <PasswordField
          id="confirm-password"
          label={t('reset.again')}
          autoComplete="new-password"
          value={confirm}
          onChange={setConfirm}
          error={mistakes.confirm}
        />
      )}
      <Submit pending={reset.isPending} paused={reset.isPaused} busyLabel={t('reset.busy')}>
        {t('reset.submit')}
      </Submit>
    </Form>
  )
}

function passwordsDiffer(): FieldError {
  return { says: (t) => t('reset.differ') }
}
