import type { AddressStory, SuppressionStory } from '@latchkey/db'
import { type Said, say } from '@latchkey/operator'

/** Whose address it is. `address`: as it was typed, or in other words that may be shown. */
export function sayAccount({ account }: AddressStory, address: string): Said {
  if (!account) return say('account.none', { address })
  if (account.sharedBy > 1) return say('account.shared', { address, count: account.sharedBy })
  if (account.status === 'disabled') return say('account.disabled', { address })
  return account.hasPassword
    ? say('account.is-there', { address })
    : say('account.no-password', { address })
}

/** What concerns the account and no request. */
export function sayAccountEvents({ revokedAt, lockedAt, undoneAt }: AddressStory): Said[] {
  return [
    ...revokedAt.map((at) => say('account.revoked', { at: at.toISOString() })),
    ...lockedAt.map((at) => say('account.locked', { at: at.toISOString() })),
    ...undoneAt.map((at) => say('account.change-undone', { at: at.toISOString() })),
  ]
}

/** Why an address gets no email, or got none until lately. */
export function saySuppression(story: SuppressionStory): Said {
  const { cause, detail, liftedAt, lasts } = story
  const report = { cause, detail, reportedAt: story.reportedAt.toISOString() }
  const until = story.until.toISOString()
  if (liftedAt) return say('suppression.lifted', { ...report, at: liftedAt.toISOString() })
  if (!lasts) return say('suppression.ended', { ...report, until })
  return say('suppression.lasts', {
    ...report,
    until,
    recoveryUntil: story.recoveryUntil.toISOString(),
  })
}
