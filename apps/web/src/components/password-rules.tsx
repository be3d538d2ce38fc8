import type { PublicSettings } from '@latchkey/api'
import { useWording } from '../wording.tsx'

type PasswordRulesProps = { rules: PublicSettings['password'] | undefined; length: number }

/** The rules are shown before anything is typed. A rule that is met says so in words. */
export function PasswordRules({ rules, length }: PasswordRulesProps) {
  const t = useWording()
  const missing = rules ? rules.minLength - length : 0
  const isMet = missing <= 0
  return (
    <>
      <p>{t('reset.advice')}</p>
      <ul className="rules">
        {rules && <li className={isMet ? 'is-met' : undefined}>{lengthText()}</li>}
        <li>{t('reset.uncommon')}</li>
      </ul>
    </>
  )

  function lengthText(): string {
    const count = rules?.minLength ?? 0
    if (isMet) return t('reset.lengthMet', { count })
    if (length === 0) return t('reset.length', { count })
    return t('reset.lengthMissing', { least: count, count: missing })
  }
}

/** Counted like on the server: code points after composition. */
export function lengthOf(password: string): number {
  return [...password.normalize('NFC')].length
}
