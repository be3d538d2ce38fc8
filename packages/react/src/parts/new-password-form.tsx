import type { PasswordReason, PublicSettings } from '@latchkey/api'
import { useState } from 'react'
import { useProcedure } from '../call.ts'
import { useSettings } from '../context.ts'
import type { Refusal } from '../refusal.ts'
import { reasonTexts } from '../refusal-texts.ts'
import { useStrength } from '../strength/use-strength.ts'
import { useWording } from '../wording.ts'
import { Field, type FieldError } from './field.tsx'
import { Form, textIn } from './form.tsx'
import { PasswordField } from './password-field.tsx'
import { lengthOf, PasswordRules } from './password-rules.tsx'
import { StrengthAdvice } from './strength-advice.tsx'
import { Submit } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type NewPasswordFormProps = {
  token: string
  login: string
  /** The token is known to work no longer, so saving waits for another one. */
  isEnded: boolean
  /** The token no longer works. The form stays, because another token may replace it. */
  onExpired: () => void
  onChanged: () => void
}

type Rules = PublicSettings['password'] | undefined
type Typed = { password: string; confirm: string; isShown: boolean }
type Problems = {
  password?: FieldError
  confirm?: FieldError
  trouble?: Refusal
  /** The password that the server refused, and why. */
  refused?: { password: string; reasons: readonly PasswordReason[] }
}

export function NewPasswordForm(props: NewPasswordFormProps) {
  const { token, login, isEnded, onExpired, onChanged } = props
  const t = useWording()
  const reset = useProcedure('reset')
  const rules = useSettings()?.password
  const [typed, setTyped] = useState<Typed>({ password: '', confirm: '', isShown: false })
  const [problems, setProblems] = useState<Problems>({})

  async function submit(form: FormData) {
    if (isEnded) return
    const inBoxes = {
      password: textIn(form, 'new-password'),
      confirm: textIn(form, 'confirm-password'),
      isShown: typed.isShown,
    }
    setTyped(inBoxes)
    const found = problemsIn(inBoxes, rules)
    setProblems(found ?? {})
    if (found) return
    const answer = await reset.send({
      token,
      newPassword: inBoxes.password,
      ...(!inBoxes.isShown && { confirmPassword: inBoxes.confirm }),
    })
    if (answer.status === 'accepted') return onChanged()
    if (answer.refusal.code === 'INVALID_OR_EXPIRED') return onExpired()
    setProblems({
      ...problemsFrom(answer.refusal, rules),
      ...(answer.refusal.reasons && {
        refused: { password: typed.password, reasons: answer.refusal.reasons },
      }),
    })
  }

  return (
    <Form label={t('reset.title')} onSubmit={submit}>
      {problems.trouble && <Trouble refusal={problems.trouble} />}
      <Field
        id="login"
        name="username"
        label={t('reset.account')}
        type="text"
        autoComplete="username"
        readOnly
        value={login}
      />
      <NewPasswordFields
        typed={typed}
        onType={(change) => setTyped((before) => ({ ...before, ...change }))}
        problems={problems}
        login={login}
        isPending={reset.isPending}
      />
      <Submit
        pending={reset.isPending}
        paused={reset.isPaused}
        busyLabel={t('reset.busy')}
        isOff={isEnded}
      >
        {t('reset.submit')}
      </Submit>
    </Form>
  )
}

type NewPasswordFieldsProps = {
  typed: Typed
  onType: (change: Partial<Typed>) => void
  problems: Problems
  login: string
  isPending: boolean
}

/** The password is typed twice only while it is hidden. */
function NewPasswordFields({ typed, onType, problems, login, isPending }: NewPasswordFieldsProps) {
  const t = useWording()
  const settings = useSettings()
  const rules = settings?.password
  const { password, confirm, isShown } = typed
  const verdict = useStrength({
    password,
    login,
    productName: settings?.productName ?? '',
    minLength: rules?.minLength ?? 0,
    locale: t.locale,
  })
  const { refused } = problems
  const reasons = [
    ...(refused?.password === password ? refused.reasons : []),
    ...(verdict?.strength === 'refused' ? verdict.reasons : []),
  ]
  return (
    <>
      <PasswordField
        id="new-password"
        label={t('reset.password')}
        autoComplete="new-password"
        value={password}
        onChange={(value) => onType({ password: value })}
        // Hidden while it is sent: browsers remember the contents of plain text fields.
        isShown={isShown && !isPending}
        toggle={{
          show: t('reset.show'),
          hide: t('reset.hide'),
          press: () => onType({ isShown: !isShown }),
        }}
        hint={
          <PasswordRules
            rules={rules}
            length={lengthOf(password)}
            reasons={reasons}
            isGood={verdict?.strength === 'good'}
          />
        }
        below={password !== '' && <StrengthAdvice verdict={verdict} />}
        error={problems.password}
        rules={rules}
      />
      {!isShown && (
        <PasswordField
          id="confirm-password"
          label={t('reset.again')}
          autoComplete="new-password"
          value={confirm}
          onChange={(value) => onType({ confirm: value })}
          error={problems.confirm}
        />
      )}
    </>
  )
}

function problemsIn({ password, confirm, isShown }: Typed, rules: Rules): Problems | undefined {
  if (password === '') return { password: { text: (t) => t('reset.passwordMissing') } }
  if (rules && lengthOf(password) < rules.minLength) {
    return { password: reasonsError(['PASSWORD_TOO_SHORT'], rules) }
  }
  return !isShown && confirm !== password ? { confirm: passwordsDiffer() } : undefined
}

function problemsFrom(refusal: Refusal, rules: Rules): Problems {
  if (refusal.reasons) return { password: reasonsError(refusal.reasons, rules) }
  if (refusal.fields?.confirmPassword) return { confirm: passwordsDiffer() }
  return { trouble: refusal }
}

function reasonsError(reasons: readonly PasswordReason[], rules: Rules): FieldError {
  return {
    text: (t) => (
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reasonTexts[reason](t, rules)}</li>
        ))}
      </ul>
    ),
  }
}

function passwordsDiffer(): FieldError {
  return { text: (t) => t('reset.differ') }
}
