import { isOneLine, LONGEST_REASON, saysSomething } from '@latchkey/operator'
import type { OperatorWording } from '@latchkey/wording/operator'

/** Why the server would refuse this reason, judged as it judges. `undefined`: it would not. */
export function reasonProblem(t: OperatorWording, reason: string): string | undefined {
  if (!saysSomething(reason)) return t('act.reasonMissing')
  if (!isOneLine(reason)) return t('act.reasonOneLine')
  if (reason.length <= LONGEST_REASON) return undefined
  return t('act.reasonTooLong', { count: t.number(LONGEST_REASON) })
}
