import { useMemo } from 'react'
import type { Refusal } from '../refusal.ts'
import { serverNow, useSecondsUntil } from '../server-clock.ts'
import { refusalTexts, useWording } from '../wording.tsx'
import { FocusedAlert } from './focused-alert.tsx'

type TroubleProps = {
  refusal: Refusal
  /** Absent inside a form, where the button submits the form again. */
  onRetry?: () => void
}

/** A refusal that is not about one field. It gets the focus; what was typed stays. */
export function Trouble({ refusal, onRetry }: TroubleProps) {
  const t = useWording()
  const isLimit = refusal.code === 'RATE_LIMITED'
  return (
    <FocusedAlert about={refusal}>
      <p>{refusalTexts[refusal.code](t)}</p>
      {isLimit && <Wait about={refusal} />}
      {(onRetry || !isLimit) && (
        <button type={onRetry ? 'button' : 'submit'} className="button is-quiet" onClick={onRetry}>
          {t('trouble.retry')}
        </button>
      )}
      {refusal.reference && (
        <p className="reference">
          {t.parts('trouble.reference', {
            reference: (
              <code key="reference" translate="no">
                {refusal.reference}
              </code>
            ),
          })}
        </p>
      )}
    </FocusedAlert>
  )
}

function Wait({ about }: { about: Refusal }) {
  const t = useWording()
  const seconds = waitSeconds(about)
  const end = useMemo(() => endOfWait(about), [about])
  const secondsLeft = useSecondsUntil(end) ?? seconds
  if (secondsLeft === 0) return <p>{t('trouble.waitOver')}</p>
  return (
    <p>
      <span className="visually-hidden">
        {t('trouble.wait', { duration: t.duration(seconds) })}
      </span>
      <span aria-hidden="true">{t('trouble.wait', { duration: t.duration(secondsLeft) })}</span>
    </p>
  )
}

function waitSeconds(refusal: Refusal): number {
  return refusal.retryAfterSeconds ?? 60
}

function endOfWait(refusal: Refusal): number | undefined {
  const now = serverNow()
  return now === undefined ? undefined : now + waitSeconds(refusal) * 1000
}
