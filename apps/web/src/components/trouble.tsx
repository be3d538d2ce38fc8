import { useMemo } from 'react'
import type { Refusal } from '../refusal.ts'
import { refusalWording, wordDuration } from '../wording.ts'
import { FocusedAlert } from './focused-alert.tsx'
import { useSecondsUntil } from './use-seconds-until.ts'

type TroubleProps = {
  refusal: Refusal
  /** Absent inside a form: there, trying again is submitting again. */
  onRetry?: () => void
}

/** A refusal that is about no field. The focus goes to it; what was typed stays. */
export function Trouble({ refusal, onRetry }: TroubleProps) {
  const isLimit = refusal.code === 'RATE_LIMITED'
  return (
    <FocusedAlert about={refusal}>
      <p>{refusalWording[refusal.code]}</p>
      {isLimit && <Wait about={refusal} />}
      {(onRetry || !isLimit) && (
        <button type={onRetry ? 'button' : 'submit'} className="button is-quiet" onClick={onRetry}>
          Try again
        </button>
      )}
    </FocusedAlert>
  )
}

function Wait({ about }: { about: Refusal }) {
  const seconds = waitOf(about)
  const moment = useMemo(() => momentAfter(about), [about])
  const secondsLeft = useSecondsUntil(moment)
  if (secondsLeft === 0) return <p>You can try again now.</p>
  return (
    <p>
      <span className="for-readers">You can try again in {wordDuration(seconds)}.</span>
      <span aria-hidden="true">You can try again in {wordDuration(secondsLeft)}.</span>
    </p>
  )
}

function waitOf(refusal: Refusal): number {
  return refusal.retryAfterSeconds ?? 60
}

function momentAfter(refusal: Refusal): number {
  return Date.now() + waitOf(refusal) * 1000
}
