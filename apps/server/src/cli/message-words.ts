import type { Failure, SuppressionReason } from '@latchkey/core'
import type { DeliveryTrouble, MessageStory, NoRetry } from '@latchkey/db'

/* What the command line says of a mail. */

/** `2026-11-20 14:35:41 UTC` */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Why no mail leaves, in a paragraph that stands before everything else. */
export function saidOf({ failure, answer, since, triedAt, nextTryAt }: DeliveryTrouble): string {
  return failure === 'setup'
    ? `No mail leaves since ${instant(since)}: our own set-up keeps it. ${answer}
Tried last at ${instant(triedAt)}, and again at ${instant(nextTryAt)}. No mail is lost or blamed meanwhile; mend the settings and restart, or wait for that. To see what is wrong: latchkey mail test --to you@example.com`
    : `The mail server cannot be reached since ${instant(since)}. ${answer}
Mails wait and are tried again.`
}

const suppressed: Record<SuppressionReason, string> = {
  limit: 'Not mailed: this address had its mails for now. The next one goes when the limit allows.',
  'no-account': 'Not mailed: no account had this address.',
  disabled: 'Not mailed: the account was disabled.',
  undeliverable: 'Not mailed: the domain of this address takes no mail.',
}

/** One or two sentences on where a mail stands. */
export function whatBecameOf(message: MessageStory): string {
  const { detail = 'nothing', attempts } = message
  const count = attempts === 1 ? '' : ` at attempt ${attempts}`
  const said: Record<MessageStory['state'], string> = {
    'handed-over': `The mail server took the mail${count}. It answered: ${detail}`,
    delayed: `${delayed(message)}\n${next(message)}`,
    sending:
      message.queue.status === 'under-way'
        ? `Being sent now, attempt ${attempts}.`
        : `Attempt ${attempts} broke off. ${next(message)}`,
    suppressed:
      suppressed[detail as SuppressionReason] ?? `Not mailed, for a reason of its own: ${detail}`,
    dead: givenUp(message, count),
  }
  const twice =
    message.unclear > 0
      ? `\nIt may have arrived more than once: ${message.unclear === 1 ? 'one attempt' : `${message.unclear} attempts`} broke off when the mail server may have had it.`
      : ''
  return `${said[message.state]}${twice}`
}

function delayed({ failure, attempts, detail = 'nothing' }: MessageStory): string {
  const after = attempts === 0 ? '' : ` after attempt ${attempts}`
  const why: Partial<Record<Failure, string>> = {
    setup: `Held: our own set-up keeps all mail from leaving. ${detail}`,
    unreachable: `Delayed${after}: the mail server could not be reached. ${detail}`,
    unclear: `Delayed${after}: the mail server had the mail and did not say what became of it. ${detail}`,
  }
  return why[failure ?? 'busy'] ?? `Delayed${after}. The mail server said: ${detail}`
}

function givenUp({ failure, detail = 'nothing' }: MessageStory, count: string): string {
  if (detail === 'expired') {
    return 'Given up: when its turn came, it was too late for it to be of use.'
  }
  if (failure === 'unmailable') return `Given up${count}: no mail could be made of it. ${detail}`
  return `Given up${count}: the mail server refused it for good. It said: ${detail}`
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
