import { FocusedAlert } from '@latchkey/react/app'
import { type Refusal, refusalText } from '../refusal.ts'
import { useText } from '../use-text.ts'

type TroubleProps = {
  refusal: Refusal
  /** Absent inside a form, whose own button does the same. */
  onRetry?: () => void
}

/** A refusal that is not about one field. It gets the focus; what was typed stays. */
export function Trouble({ refusal, onRetry }: TroubleProps) {
  const t = useText()
  return (
    <FocusedAlert about={refusal.code}>
      <p>{refusalText(t, refusal)}</p>
      {onRetry && (
        <div className="acts">
          <button type="button" data-latchkey="button is-quiet" onClick={onRetry}>
            {t('list.reload')}
          </button>
        </div>
      )}
    </FocusedAlert>
  )
}
