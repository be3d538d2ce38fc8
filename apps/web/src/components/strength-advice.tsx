import { useSettings } from '../api.ts'
import { useStrength } from '../strength/use-strength.ts'
import { useWording } from '../wording.tsx'

/** Advice, never a condition. The bar is for the eye, the words for everybody. */
export function StrengthAdvice({ password, login }: { password: string; login: string }) {
  const t = useWording()
  const product = useSettings()?.productName ?? ''
  const strength = useStrength(password, `${login} ${product}`, t.locale)
  return (
    <div className="strength" data-strength={strength}>
      <span className="strength-bar" aria-hidden="true" />
      <p role="status">{strength && t(`strength.${strength}`)}</p>
    </div>
  )
}
