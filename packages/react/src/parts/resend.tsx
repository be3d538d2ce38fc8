import { useState } from 'react'
import { useProcedure } from '../call.ts'
import { useLatchkey } from '../context.ts'
import type { RecoveryFlow } from '../flow/recovery-flow.ts'
import { requestAgain, resendEmail } from '../flow/transitions.ts'
import type { Refusal } from '../refusal.ts'
import { useSecondsUntil } from '../server-clock.ts'
import { useWording } from '../wording.ts'
import { Button } from './button.tsx'
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
  const { idPrefix } = useLatchkey()
  const resend = useProcedure('resend')
  const request = useProcedure('request')
  const secondsLeft = useSecondsUntil(flow.resendAt)
  const [trouble, setTrouble] = useState<Refusal>()
  // Also while the server's clock is not known yet: another email might be withheld.
  const isLocked = secondsLeft !== 0
  const isPending = resend.isPending || request.isPending
  const label = startsOver ? t('verify.startOver') : t('verify.resend')

  async function submit() {
    if (isLocked) return
    setTrouble(undefined)
    const answer = startsOver
      ? await requestAgain(request, flow.email, t.locale)
      : await resendEmail({ resend, request }, flow, t.locale)
    if (answer.status === 'refused') return setTrouble(answer.refusal)
    onSent(answer.value)
  }

  return (
    <Form label={t('verify.resendForm')} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <Button
        type="submit"
        data-latchkey="button is-quiet"
        aria-disabled={isLocked || isPending}
        aria-describedby={idPrefix + READY_ID}
      >
        {isPending ? t('verify.resendBusy') : label}
      </Button>
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
        <p data-latchkey="countdown" aria-hidden="true">
          {wait(secondsLeft)}
        </p>
      )}
      <p role="status" id={useLatchkey().idPrefix + READY_ID} data-latchkey="visually-hidden">
        {secondsLeft > 0 ? wait(secondsAtStart) : t('verify.resendReady')}
      </p>
    </>
  )
}
