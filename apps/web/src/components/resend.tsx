import { useState } from 'react'
import { useRequestRecovery, useResend } from '../api.ts'
import { type RecoveryFlow, startFlow, timesOf } from '../flow/recovery-flow.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'
import { Form } from './form.tsx'
import { Progress } from './submit.tsx'
import { Trouble } from './trouble.tsx'
import { useSecondsUntil } from './use-seconds-until.ts'

type SendAgainProps = {
  flow: RecoveryFlow
  /** A new request with new tries, instead of another mail for this one. */
  isFreshStart: boolean
  onSent: (flow: RecoveryFlow) => void
}

/** Locked while another mail to the address would be withheld. */
export function SendAgain({ flow, isFreshStart, onSent }: SendAgainProps) {
  const t = useWording()
  const resend = useResend()
  const request = useRequestRecovery()
  const secondsLeft = useSecondsUntil(flow.resendAt)
  const [trouble, setTrouble] = useState<Refusal>()
  const isLocked = secondsLeft > 0
  const isPending = resend.isPending || request.isPending

  async function submit() {
    if (isLocked) return
    setTrouble(undefined)
    const answer = isFreshStart ? await ask() : await sendAgain()
    if (answer.status === 'refused') return setTrouble(answer.refusal)
    onSent(answer.value)
  }

  async function sendAgain() {
    const answer = await resend.send({ requestId: flow.requestId })
    if (answer.status === 'accepted') {
      return { ...answer, value: { ...flow, ...timesOf(answer.value) } }
    }
    // The request was closed in the meantime; another one for the same address is what is wanted.
    return answer.refusal.code === 'INVALID_OR_EXPIRED' ? ask() : answer
  }

  async function ask() {
    const answer = await request.send({ email: flow.email })
    if (answer.status === 'refused') return answer
    return { ...answer, value: startFlow(answer.value, flow.email) }
  }

  return (
    <Form label={t('verify.againForm')} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <button
        type="submit"
        className="button is-quiet"
        aria-disabled={isLocked || isPending}
        aria-describedby={READY}
      >
        {isPending ? t('verify.againBusy') : isFreshStart ? t('verify.afresh') : t('verify.again')}
      </button>
      <Progress pending={isPending} paused={resend.isPaused || request.isPaused} />
      <Countdown key={flow.resendAt} secondsLeft={secondsLeft} />
    </Form>
  )
}

const READY = 'send-again-ready'

/** The seconds are for the eye. Readers hear one line when the wait begins and one when it is over. */
function Countdown({ secondsLeft }: { secondsLeft: number }) {
  const t = useWording()
  const [secondsAtStart] = useState(secondsLeft)
  const wait = (seconds: number) => t('verify.againWait', { duration: t.duration(seconds) })
  return (
    <>
      {secondsLeft > 0 && (
        <p className="countdown" aria-hidden="true">
          {wait(secondsLeft)}
        </p>
      )}
      <p role="status" id={READY} className="visually-hidden">
        {secondsLeft > 0 ? wait(secondsAtStart) : t('verify.againReady')}
      </p>
    </>
  )
}
