import { useRef, useState } from 'react'
import { useVerifyCode } from '../api.ts'
import { CODE_DIGITS, codeIn, countDigits } from '../code-text.ts'
import type { RecoveryFlow } from '../flow/recovery-flow.ts'
import type { Refusal } from '../refusal.ts'
import { type Localized, useWording } from '../wording.tsx'
import { Field, type FieldError } from './field.tsx'
import { Form } from './form.tsx'
import { Submit } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type CodeFormProps = {
  flow: RecoveryFlow
  onWrong: (triesLeft: number) => void
  onVerified: (proof: { ticket: string; login: string; expiresAt: string }) => void
}

export function CodeForm({ flow, onWrong, onVerified }: CodeFormProps) {
  const t = useWording()
  const verify = useVerifyCode()
  const form = useRef<HTMLFormElement>(null)
  const latest = useRef('')
  const [text, setText] = useState('')
  const [error, setError] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  function type(typed: string) {
    const code = codeIn(typed)
    const isNew = code !== undefined && code !== codeIn(latest.current)
    latest.current = code ?? typed
    setText(latest.current)
    // A complete code, whether typed, pasted or filled in, is submitted as if the button were clicked.
    if (isNew) form.current?.requestSubmit()
  }

  async function submit() {
    setTrouble(undefined)
    const code = codeIn(latest.current)
    if (!code) return setError({ text: formatError(latest.current) })
    setError(undefined)

    const answer = await verify.send({ requestId: flow.requestId, code })
    if (answer.status === 'accepted') return onVerified(answer.value)
    refuse(answer.refusal)
  }

  function refuse(refusal: Refusal) {
    if (refusal.code === 'TOO_MANY_ATTEMPTS') return onWrong(0)
    if (refusal.code !== 'INVALID_OR_EXPIRED') return setTrouble(refusal)
    const triesLeft = flow.triesLeft - 1
    onWrong(triesLeft)
    const key = wrongCodeKey(flow)
    setError({ text: (t) => t.sentences(t(key), t('code.triesLeft', { count: triesLeft })) })
  }

  return (
    <Form label={t('code.form')} ref={form} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <Field
        id="code"
        name="code"
        label={t('code.label')}
        hint={t('code.hint')}
        className="code"
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        value={text}
        onChange={(event) => type(event.target.value)}
        error={error}
        selectOnError
      />
      <Submit pending={verify.isPending} paused={verify.isPaused} busyLabel={t('code.busy')}>
        {t('code.submit')}
      </Submit>
    </Form>
  )
}

function formatError(typed: string): Localized {
  if (typed.trim() === '') return (t) => t('code.missing')
  const digits = countDigits(typed)
  if (digits === 0) return (t) => t('code.notDigits')
  return digits > CODE_DIGITS ? (t) => t('code.tooLong') : (t) => t('code.tooShort')
}

function wrongCodeKey({ codeExpiresAt }: RecoveryFlow) {
  // Not certain: the code of a delayed email expires later.
  const mayBeExpired = Date.parse(codeExpiresAt) < Date.now()
  return mayBeExpired ? 'code.wrongOrExpired' : 'code.wrong'
}
