import { useState } from 'react'
import { useProcedure } from '../call.ts'
import { codeFormatError, codeIn } from '../code-text.ts'
import { holdSecret } from '../flow/held-secret.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.ts'
import { addressToSend, EmailField, malformedEmail } from './email-field.tsx'
import { Field, type FieldError } from './field.tsx'
import { Form, textIn } from './form.tsx'
import { Submit } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type CodeByAddressProps = { login: string; onVerified: () => void }

type Problems = {
  email?: FieldError | undefined
  code?: FieldError | undefined
  trouble?: Refusal
}

/** For a browser that did not request the email: the code together with the address that it was sent to. */
export function CodeByAddress({ login, onVerified }: CodeByAddressProps) {
  const t = useWording()
  const verify = useProcedure('verifyCode')
  const [typed, setTyped] = useState({ email: login, code: '' })
  const [problems, setProblems] = useState<Problems>({})

  async function submit(form: FormData) {
    const inBoxes = { email: textIn(form, 'email'), code: textIn(form, 'code') }
    setTyped(inBoxes)
    const show = (email: string) => setTyped((before) => ({ ...before, email }))
    const { address: email, error: wrongAddress } = await addressToSend(inBoxes.email, show)
    if (wrongAddress) return setProblems({ email: wrongAddress })
    const code = codeIn(inBoxes.code)
    if (!code) return setProblems({ code: { text: codeFormatError(inBoxes.code) } })

    setProblems({})
    const answer = await verify.send({ email, code })
    if (answer.status === 'refused') return setProblems(problemsFrom(answer.refusal))
    const { ticket, ...verified } = answer.value
    holdSecret({ kind: 'ticket', token: ticket, ...verified })
    onVerified()
  }

  return (
    <Form label={t('code.form')} onSubmit={submit}>
      {problems.trouble && <Trouble refusal={problems.trouble} />}
      <EmailField
        value={typed.email}
        onChange={(email) => setTyped((before) => ({ ...before, email }))}
        error={problems.email}
      />
      <Field
        id="code"
        name="code"
        label={t('code.label')}
        hint={t('code.hint')}
        data-latchkey="code"
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        value={typed.code}
        onChange={(event) => setTyped((before) => ({ ...before, code: event.target.value }))}
        error={problems.code}
        selectOnError
      />
      <Submit pending={verify.isPending} paused={verify.isPaused} busyLabel={t('code.busy')}>
        {t('code.submit')}
      </Submit>
    </Form>
  )
}

function problemsFrom(refusal: Refusal): Problems {
  // Nothing tells whether the address or the code is wrong.
  if (refusal.code === 'INVALID_OR_EXPIRED') return { code: { text: (t) => t('code.noMatch') } }
  if (refusal.fields?.email) return { email: malformedEmail() }
  return { trouble: refusal }
}
