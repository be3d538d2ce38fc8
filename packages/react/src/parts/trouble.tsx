import { useMemo, useState } from 'react'
import type { Refusal } from '../refusal.ts'
import { refusalTexts } from '../refusal-texts.ts'
import { serverNow, useSecondsUntil } from '../server-clock.ts'
import { useWording } from '../wording.ts'
import { Button } from './button.tsx'
import { FocusedAlert } from './focused-alert.tsx'

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
        <Button type="button" data-latchkey="button is-quiet" onClick={onRetry}>
          {t('trouble.retry')}
        </Button>
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
    <div data-latchkey="reference">
      <p>
        {t.parts('trouble.reference', {
          reference: (
            <code key="reference" translate="no">
              {reference}
            </code>
          ),
        })}
      </p>
      {/* Absent where the page did not come over HTTPS. */}
      {'clipboard' in navigator && (
        <Button type="button" data-latchkey="field-button" onClick={() => void copy()}>
          {isCopied ? t('trouble.copied') : t('trouble.copy')}
        </Button>
      )}
    </div>
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
      <span data-latchkey="visually-hidden">
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
