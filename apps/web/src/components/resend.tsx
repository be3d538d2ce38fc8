import { useState } from 'react'
import { useRequestRecovery, useResend } from '../api.ts'
import { type RecoveryFlow, startFlow, timesOf } from '../flow/recovery-flow.ts'
import type { Refusal } from '../refusal.ts'
import { useSecondsUntil } from '../server-clock.ts'
import { useWording } from '../wording.tsx'
import { Form } from './form.tsx'
import { Progress } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type ResendProps = {
  flow: RecoveryFlow
  /** Makes a new request, with new attempts, instead of resending the email of this one. */
  startsOver: boolean
  onSent: (flow: RecoveryFlow) => void
}

/** Disabled while another email to the address would be withheld. */
export function Resend({ flow, startsOver, onSent }: ResendProps) {
  const t = useWording()
  const resend = useResend()
  const request = useRequestRecovery()
  const secondsLeft = useSecondsUntil(flow.resendAt)
  const [trouble, setTrouble] = useState<Refusal>()
  // Also while the server's clock is not known yet: another email might be withheld.
  const isLocked = secondsLeft !== 0
  const isPending = resend.isPending || request.isPending
  const label = startsOver ? t('verify.startOver') : t('verify.resend')

  async function submit() {
    if (isLocked) return
    setTrouble(undefined)
    const answer = startsOver ? await requestAgain() : await resendEmail()
    if (answer.status === 'refused') return setTrouble(answer.refusal)
    onSent(answer.value)
  }

  async function resendEmail() {
    const answer = await resend.send({ requestId: flow.requestId })
    if (answer.status === 'accepted') {
      return { ...answer, value: { ...flow, ...timesOf(answer.value) } }
    }
    // The request has been closed meanwhile, so make another one for the same address.
    return answer.refusal.code === 'INVALID_OR_EXPIRED' ? requestAgain() : answer
  }

  async function requestAgain() {
    const answer = await request.send({ email: flow.email })
    if (answer.status === 'refused') return answer
    return { ...answer, value: startFlow(answer.value, flow.email) }
  }

  return (
    <Form label={t('verify.resendForm')} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <button
        type="submit"
        className="button is-quiet"
        aria-disabled={isLocked || isPending}
        aria-describedby={READY_ID}
      >
        {isPending ? t('verify.resendBusy') : label}
      </button>
      <Progress pending={isPending} paused={resend.isPaused || request.isPaused} />
      {secondsLeft !== undefined && <Countdown key={flow.resendAt} secondsLeft={secondsLeft} />}
    </Form>
  )
}

const READY_ID = 'resend-ready'

/** Screen readers do not get the seconds: one text when the wait begins, another when it is over. */
function Countdown({ secondsLeft }: { secondsLeft: number }) {
  const t = useWording()
  const [secondsAtStart] = useState(secondsLeft)
  const wait = (seconds: number) => t('verify.resendWait', { duration: t.duration(seconds) })
  return (
    <>
      {secondsLeft > 0 && (
        <p className="countdown" aria-hidden="true">
          {wait(secondsLeft)}
        </p>
      )}
      <p role="status" id={READY_ID} className="visually-hidden">
        {secondsLeft > 0 ? wait(secondsAtStart) : t('verify.resendReady')}
      </p>
    </>
  )
}
