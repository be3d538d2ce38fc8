import type { PasswordReason, PublicSettings } from '@latchkey/api'
import { useWording } from '../wording.ts'

type PasswordRulesProps = {
  rules: PublicSettings['password'] | undefined
  length: number
  /** Why this very password was refused, or will be. */
  reasons: readonly PasswordReason[]
  /** Whether it is known to be hard to guess. */
  isGood: boolean
}

type RuleState = 'met' | 'refused' | 'unknown'

const ruleClasses: Record<RuleState, string | undefined> = {
  met: 'is-met',
  refused: 'is-refused',
  unknown: undefined,
}

/** The rules are shown before anything is typed. A rule that is met, or broken, says so in words, too. */
export function PasswordRules({ rules, length, reasons, isGood }: PasswordRulesProps) {
  const t = useWording()
  const missing = rules ? rules.minLength - length : 0
  const ofLength = missing <= 0 ? 'met' : 'unknown'
  const ofRarity = reasons.some(isAboutRarity) ? 'refused' : isGood ? 'met' : 'unknown'
  return (
    <>
      <p>{t('reset.advice')}</p>
      <ul data-latchkey="rules">
        {rules && <li data-latchkey={ruleClasses[ofLength]}>{lengthText()}</li>}
        <li data-latchkey={ruleClasses[ofRarity]}>
          <span>
            {t('reset.uncommon')} <RuleWords state={ofRarity} />
          </span>
        </li>
      </ul>
    </>
  )

  function lengthText(): string {
    const count = rules?.minLength ?? 0
    if (missing <= 0) return t('reset.lengthMet', { count })
    if (length === 0) return t('reset.length', { count })
    return t('reset.lengthMissing', { least: count, count: missing })
  }
}

function RuleWords({ state }: { state: RuleState }) {
  const t = useWording()
  if (state === 'unknown') return null
  return (
    <span data-latchkey="visually-hidden">
      {state === 'met' ? t('reset.ruleMet') : t('reset.ruleRefused')}
    </span>
  )
}

function isAboutRarity(reason: PasswordReason): boolean {
  return (
    reason === 'PASSWORD_COMMON' || reason === 'PASSWORD_CONTEXT' || reason === 'PASSWORD_BREACHED'
  )
}

/** Counted like on the server: code points after composition. */
export function lengthOf(password: string): number {
  return [...password.normalize('NFC')].length
}
