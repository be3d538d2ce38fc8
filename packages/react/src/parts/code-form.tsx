import { useRef, useState } from 'react'
import { useProcedure } from '../call.ts'
import { CODE_DIGITS, codeFormatError, codeIn } from '../code-text.ts'
import type { RecoveryFlow } from '../flow/recovery-flow.ts'
import type { Refusal } from '../refusal.ts'
import { useSecondsUntil } from '../server-clock.ts'
import { useWording } from '../wording.ts'
import { Field, type FieldError } from './field.tsx'
import { Form, textIn } from './form.tsx'
import { Submit } from './submit.tsx'
import { Trouble } from './trouble.tsx'
import { useFirstFocus } from './use-first-focus.ts'

type CodeFormProps = {
  flow: RecoveryFlow
  /** Whether the field is what people came to this page for. */
  isMainTask?: boolean
  onWrong: (triesLeft: number) => void
  onVerified: (proof: { ticket: string; login: string; expiresAt: string }) => void
}

export function CodeForm({ flow, isMainTask = false, onWrong, onVerified }: CodeFormProps) {
  const t = useWording()
  const verify = useProcedure('verifyCode')
  // Not certain: the code of a delayed email expires later.
  const mayBeExpired = useSecondsUntil(Date.parse(flow.codeExpiresAt)) === 0
  const form = useRef<HTMLFormElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const latest = useRef('')
  const [text, setText] = useState('')
  const [error, setError] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  useFirstFocus(box, isMainTask)

  function type(typed: string) {
    const code = codeIn(typed)
    const isNew = code !== undefined && code !== codeIn(latest.current)
    latest.current = code ?? typed
    setText(latest.current)
    // A complete code, whether typed, pasted or filled in, is submitted as if the button were clicked.
    if (isNew) form.current?.requestSubmit()
  }

  async function submit(form: FormData) {
    setTrouble(undefined)
    const typed = textIn(form, 'code')
    const code = codeIn(typed)
    if (!code) return setError({ text: codeFormatError(typed) })
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
    const key = mayBeExpired ? 'code.wrongOrExpired' : 'code.wrong'
    setError({ text: (t) => t.sentences(t(key), t('code.triesLeft', { count: triesLeft })) })
  }

  return (
    <Form label={t('code.form')} formRef={form} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <Field
        id="code"
        name="code"
        label={t('code.label')}
        hint={<span data-latchkey="visually-hidden">{t('code.hint')}</span>}
        behind={<Slots />}
        data-latchkey="code"
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        value={text}
        onChange={(event) => type(event.target.value)}
        error={error}
        selectOnError
        boxRef={box}
      />
      <Submit pending={verify.isPending} paused={verify.isPaused} busyLabel={t('code.busy')}>
        {t('code.submit')}
      </Submit>
    </Form>
  )
}

/** Six slots behind the one input, so that paste, autofill and screen readers have one field. */
function Slots() {
  return (
    <span data-latchkey="slots" dir="ltr" aria-hidden="true">
      {slots.map((slot) => (
        <span key={slot} data-latchkey="slot" />
      ))}
    </span>
  )
}

const slots = Array.from({ length: CODE_DIGITS }, (_, index) => index)
