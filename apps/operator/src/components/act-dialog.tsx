import { FocusedAlert, Form } from '@latchkey/react/app'
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { type Act, useCall } from '../api.ts'
import type { Refusal } from '../refusal.ts'
import { refusalText } from '../refusal.ts'
import { useOperatorName } from '../session-context.ts'
import { useText } from '../use-text.ts'
import { Says } from '../words/says.tsx'
import { reasonProblem } from './reason-problem.ts'
import { type FieldError, TextField } from './text-field.tsx'

/** What somebody is about to do. */
export type Plan = {
  title: ReactNode
  /** What will happen, one sentence each. */
  effects: readonly ReactNode[]
  /** On the button that does it. */
  confirm: string
  /** It takes something away from a person. */
  isSevere?: boolean
  act: Act
  /** It was done, or was so before. */
  onDone?: () => void
}

type Outcome = Awaited<ReturnType<Act>>

/** Says what will happen, asks why, does it, and shows what came of it. */
export function ActDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const titleId = useId()
  const box = useRef<HTMLDialogElement>(null)
  const [outcome, setOutcome] = useState<Outcome>()
  const [isPending, setIsPending] = useState(false)
  const close = () => box.current?.close()

  useLayoutEffect(() => {
    const dialog = box.current
    if (dialog && !dialog.open) dialog.showModal()
  }, [])

  return (
    <dialog
      ref={box}
      aria-labelledby={titleId}
      // Nobody should lose sight of an act that is under way.
      onCancel={(event) => isPending && event.preventDefault()}
      onClose={onClose}
    >
      {outcome ? (
        <div data-latchkey="form">
          <h2 id={titleId}>{plan.title}</h2>
          <Result outcome={outcome} onClose={close} />
        </div>
      ) : (
        <ActForm
          plan={plan}
          titleId={titleId}
          onPending={setIsPending}
          onCancel={close}
          onOutcome={(outcome) => {
            setOutcome(outcome)
            if (outcome.status !== 'refused') plan.onDone?.()
          }}
        />
      )}
    </dialog>
  )
}

type ActFormProps = {
  plan: Plan
  titleId: string
  onPending: (isPending: boolean) => void
  onCancel: () => void
  onOutcome: (outcome: Outcome) => void
}

function ActForm({ plan, titleId, onPending, onCancel, onOutcome }: ActFormProps) {
  const t = useText()
  const operator = useOperatorName()
  const call = useCall(plan.act)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<FieldError>()
  const [refusal, setRefusal] = useState<Refusal>()

  async function submit() {
    const given = reason.trim()
    setRefusal(undefined)
    setError(undefined)
    const problem = reasonProblem(t, given)
    if (problem) return setError({ says: problem })
    onPending(true)
    const answer = await call.send(given)
    onPending(false)
    if (answer.status === 'accepted') return onOutcome(answer.value)
    setRefusal(answer.refusal)
  }

  return (
    <Form label={t('act.whatHappens')} onSubmit={submit}>
      <h2 id={titleId}>{plan.title}</h2>
      <ul className="effects">
        {plan.effects.map((effect, nth) => (
          <li key={nth}>{effect}</li>
        ))}
      </ul>
      {refusal && (
        <FocusedAlert about={refusal}>
          <p>{refusalText(t, refusal)}</p>
        </FocusedAlert>
      )}
      <TextField
        id="reason"
        label={t('act.reason')}
        hint={t('act.reasonHint', { operator })}
        value={reason}
        onChange={setReason}
        error={error}
      />
      <div className="dialog-actions">
        <button type="button" data-latchkey="button is-quiet" onClick={onCancel}>
          {t('act.cancel')}
        </button>
        <button
          type="submit"
          data-latchkey="button is-primary"
          className={plan.isSevere ? 'is-severe' : undefined}
          aria-disabled={call.isPending}
        >
          {call.isPending ? t('act.busy') : plan.confirm}
        </button>
      </div>
    </Form>
  )
}

function Result({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const isRefused = outcome.status === 'refused'
  useLayoutEffect(() => box.current?.focus(), [])
  return (
    <>
      <div
        ref={box}
        tabIndex={-1}
        role={isRefused ? 'alert' : 'status'}
        data-latchkey={isRefused ? 'notice is-trouble' : 'notice is-good'}
      >
        <p>
          <Says what={outcome.says} />
        </p>
      </div>
      <button type="button" data-latchkey="button is-quiet" onClick={onClose}>
        {t('act.close')}
      </button>
    </>
  )
}
