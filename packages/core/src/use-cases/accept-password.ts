import type { EmailAddress } from '../email-address.ts'
import {
  type CommonPasswords,
  judgePassword,
  type PasswordJudgement,
  type PasswordRules,
} from '../password.ts'
import type { BreachedPasswords } from '../ports.ts'

/** All that is said of a new password whose owner is known. Others are asked only when we have nothing to say. */
export async function acceptPassword(
  raw: string,
  owner: EmailAddress,
  parts: { rules: PasswordRules; common: CommonPasswords; breached: BreachedPasswords },
): Promise<PasswordJudgement> {
  const judged = judgePassword(raw, parts.rules, { owner, common: parts.common })
  if (!judged.ok || !(await parts.breached.has(judged.password))) return judged
  return { ok: false, reasons: ['PASSWORD_BREACHED'] }
}
