import type { EmailAddress } from '../email-address.ts'
import {
  type CommonPasswords,
  judgePassword,
  type PasswordJudgement,
  type PasswordRules,
} from '../password.ts'
import type { BreachedPasswords } from '../ports/index.ts'

/** Judges a new password whose owner is known. Looks it up among breached ones only if nothing else is wrong. */
export async function acceptPassword(
  raw: string,
  owner: EmailAddress,
  parts: { rules: PasswordRules; common: CommonPasswords; breached: BreachedPasswords },
): Promise<PasswordJudgement> {
  const judged = judgePassword(raw, parts.rules, { owner, common: parts.common })
  if (!judged.ok || !(await parts.breached.has(judged.password))) return judged
  return { ok: false, reasons: ['PASSWORD_BREACHED'] }
}
