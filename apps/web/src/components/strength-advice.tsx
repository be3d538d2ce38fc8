import { useSettings } from '../api.ts'
import { useStrength } from '../strength/use-strength.ts'
import { useWording } from '../wording.tsx'

/** Only advice: a weak password is not refused. The bar is decoration; the text says the same. */
export function StrengthAdvice({ password, login }: { password: string; login: string }) {
  const t = useWording()
  const product = useSettings()?.productName ?? ''
  const strength = useStrength({ password, personalText: `${login} ${product}`, locale: t.locale })
  return (
    <div className="strength" data-strength={strength}>
      <span className="strength-bar" aria-hidden="true" />
      <p role="status">{strength && t(`strength.${strength}`)}</p>
    </div>
  )
}
