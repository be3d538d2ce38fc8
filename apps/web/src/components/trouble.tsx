import { useMemo, useState } from 'react'
import type { Refusal } from '../refusal.ts'
import { refusalTexts, useWording } from '../wording.tsx'
import { FocusedAlert } from './focused-alert.tsx'
import { useSecondsUntil } from './use-seconds-until.ts'

type TroubleProps = {
  refusal: Refusal
  /** Absent inside a form, whose own button does the same. */
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
      {onRetry && (
        <button type="button" className="button is-quiet" onClick={onRetry}>
          {t('trouble.retry')}
        </button>
      )}
      {refusal.reference && <Reference id={refusal.reference} />}
    </FocusedAlert>
  )
}

/** The beginning of the request's id, which finds its lines in the log. */
const REFERENCE_LENGTH = 8

function Reference({ id }: { id: string }) {
  const t = useWording()
  const [isCopied, setIsCopied] = useState(false)
  const reference = id.slice(0, REFERENCE_LENGTH)

  async function copy() {
    await navigator.clipboard.writeText(reference)
    setIsCopied(true)
  }

  return (
    <div className="reference">
      <p>{t.parts('trouble.reference', { reference: <code key="reference">{reference}</code> })}</p>
      {/* Absent where the page did not come over HTTPS. */}
      {'clipboard' in navigator && (
        <button type="button" className="field-button" onClick={() => void copy()}>
          {isCopied ? t('trouble.copied') : t('trouble.copy')}
        </button>
      )}
    </div>
  )
}

function Wait({ about }: { about: Refusal }) {
  const t = useWording()
  const seconds = waitSeconds(about)
  const end = useMemo(() => endOfWait(about), [about])
  const secondsLeft = useSecondsUntil(end)
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

function endOfWait(refusal: Refusal): number {
  return Date.now() + waitSeconds(refusal) * 1000
}
