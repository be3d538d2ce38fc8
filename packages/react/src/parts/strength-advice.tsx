import type { Verdict } from '../strength/estimator.ts'
import { useWording } from '../wording.ts'

/**
 * Only advice, except `refused`. The bar and its icon are decoration: the text says the same. While a password is only
 * too short it says nothing, because the rule above it counts.
 */
export function StrengthAdvice({ verdict }: { verdict: Verdict | undefined }) {
  const t = useWording()
  const strength = isOnlyTooShort(verdict) ? undefined : verdict?.strength
  return (
    <div data-latchkey="strength" data-strength={strength}>
      <span data-latchkey="strength-bar" aria-hidden="true" />
      <p role="status">{strength && t(`strength.${strength}`)}</p>
    </div>
  )
}

function isOnlyTooShort(verdict: Verdict | undefined): boolean {
  if (verdict?.strength !== 'refused') return false
  return verdict.reasons.every((reason) => reason === 'PASSWORD_TOO_SHORT')
}
