import type { SuppressionReason } from '@latchkey/core'
import type { MessageStory, NoRetry } from '@latchkey/db'

/* What the command line says of a mail. */

/** `2026-11-20 14:35:41 UTC` */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const suppressed: Record<SuppressionReason, string> = {
  limit: 'Not mailed: this address had its mails for now. The next one goes when the limit allows.',
  'no-account': 'Not mailed: no account had this address.',
  disabled: 'Not mailed: the account was disabled.',
  'no-password': 'Not mailed: the account has no password. It signs in elsewhere.',
}

/** One or two sentences on where a mail stands. */
export function whatBecameOf(message: MessageStory): string {
  const { detail = 'nothing', attempts } = message
  const count = attempts === 1 ? '' : ` at attempt ${attempts}`
  const said: Record<MessageStory['state'], string> = {
    'handed-over': `The mail server took the mail${count}. It answered: ${detail}`,
    delayed: `Delayed after attempt ${attempts}. The mail server said: ${detail}\n${next(message)}`,
    sending:
      message.queue.status === 'under-way'
        ? `Being sent now, attempt ${attempts}.`
        : `Attempt ${attempts} broke off. ${next(message)}`,
    suppressed:
      suppressed[detail as SuppressionReason] ?? `Not mailed, for a reason of its own: ${detail}`,
    dead:
      detail === 'expired'
        ? 'Given up: when its turn came, it was too late for it to be of use.'
        : `Given up${count}: the mail server refused it for good. It said: ${detail}`,
  }
  return said[message.state]
}

function next({ id, queue }: MessageStory): string {
  if (queue.status === 'under-way') return 'It is being tried again now.'
  if (queue.status === 'waiting') {
    return `It is tried again at ${instant(queue.nextAt)}. To try now: latchkey mail retry ${id}`
  }
  return `It is no longer in the queue. To put it back: latchkey mail retry ${id}`
}

export const noRetry: Record<NoRetry, string> = {
  unknown: 'There is no such mail. What became of mails is kept for 7 days.',
  'under-way': 'It is being sent now.',
  'handed-over': 'The mail server has taken it already; looking for it begins in its log.',
  suppressed:
    'It was not mailed on purpose. `latchkey mail show` says why. The person may ask again.',
  'too-late':
    'Its time is over: its request is closed, or the password was changed more than a day ago. The person may ask again.',
}
