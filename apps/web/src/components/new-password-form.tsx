import type { PasswordReason } from '@latchkey/api'
import { useState } from 'react'
import { useReset, useSettings } from '../api.ts'
import type { Refusal } from '../refusal.ts'
import { fieldWording, wordReason } from '../wording.ts'
import { Field, type FieldError } from './field.tsx'
import { Form } from './form.tsx'
import { PasswordField } from './password-field.tsx'
import { Submit } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type NewPasswordFormProps = {
  token: string
  login: string
  onDead: () => void
  onChanged: () => void
}

type Mistakes = { password?: FieldError; confirm?: FieldError; trouble?: Refusal }

export function NewPasswordForm({ token, login, onDead, onChanged }: NewPasswordFormProps) {
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
    if (password === '') return { password: { text: fieldWording.newPasswordMissing } }
    if (isTooShort) return { password: reasonsError(['PASSWORD_TOO_SHORT']) }
    if (!isShown && confirm !== password) return { confirm: { text: fieldWording.passwordsDiffer } }
    return undefined
  }

  function mistakesFrom(refusal: Refusal): Mistakes {
    if (refusal.reasons) return { password: reasonsError(refusal.reasons) }
    if (refusal.fields?.confirmPassword) return { confirm: { text: fieldWording.passwordsDiffer } }
    return { trouble: refusal }
  }

  function reasonsError(reasons: readonly PasswordReason[]): FieldError {
    return {
      text: (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{wordReason(reason, rules)}</li>
          ))}
        </ul>
      ),
    }
  }

  return (
    <Form label="Choose a new password" onSubmit={submit}>
      {mistakes.trouble && <Trouble refusal={mistakes.trouble} />}
      <Field
        id="login"
        name="username"
        label="Account"
        type="text"
        autoComplete="username"
        readOnly
        value={login}
      />
      <PasswordField
        id="new-password"
        label="New password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        // Back to dots while it is sent: browsers remember the text of plain fields.
        isShown={isShown && !reset.isPending}
        onToggle={() => setIsShown(!isShown)}
        hint={
          <>
            A few words that have nothing to do with each other are easy to keep in mind.
            {rules && (
              <span className={isTooShort ? 'rule' : 'rule is-met'}>
                At least {rules.minLength} characters{!isTooShort && ': long enough'}
              </span>
            )}
          </>
        }
        error={mistakes.password}
        rules={rules && `minlength: ${rules.minLength}; maxlength: ${rules.maxLength};`}
      />
      {!isShown && (
        <PasswordField
          id="confirm-password"
          label="New password, once more"
          autoComplete="new-password"
          value={confirm}
          onChange={setConfirm}
          error={mistakes.confirm}
        />
      )}
      <Submit pending={reset.isPending} paused={reset.isPaused} busyLabel="Saving…">
        Save new password
      </Submit>
    </Form>
  )
}

/** As the server counts: code points after composition. */
function lengthOf(password: string): number {
  return [...password.normalize('NFC')].length
}
