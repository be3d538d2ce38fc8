import type { SuppressionCause } from '@latchkey/core'
import type { SuppressionStory } from '@latchkey/db'
import { instant } from './message-words.ts'

const why: Record<SuppressionCause, string> = {
  bounced: 'the mail service reported that there is no such mailbox',
  complained: 'its owner called an email of ours spam',
}

/** Why an address gets no email, or got none until lately. */
export function describeSuppression(story: SuppressionStory): string {
  const { cause, detail, reportedAt, recoveryUntil, until, liftedAt, lasts } = story
  const since = `${instant(reportedAt)}: ${why[cause]}. It said: ${detail}`
  if (liftedAt) return `An operator ended at ${instant(liftedAt)} what began at ${since}`
  if (!lasts) return `No email was sent to it until ${instant(until)}, since ${since}`
  const recovery =
    recoveryUntil.getTime() === until.getTime()
      ? `No email is sent to it until ${instant(until)}`
      : `No notice is sent to it until ${instant(until)}, and no recovery email until ${instant(recoveryUntil)}`
  return `${recovery}, since ${since}
To send again at once: latchkey mail unsuppress <address>. The mail service may have a list of its own.`
}
