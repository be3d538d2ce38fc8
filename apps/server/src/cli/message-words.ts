import type { DeliveryTrouble, MessageStory, NoRetry } from '@latchkey/db'
import { say } from '@latchkey/operator'
import {
  type MailNow,
  sayMore,
  sayNext,
  sayState,
  sayTrouble,
} from '../operator/words/email-words.ts'

/* How the command line describes an email: in the sentences of the operators' page, and with the commands that help. */

export { instant } from '@latchkey/operator'

const FIND_OUT = 'To find the cause: latchkey mail test --to you@example.com'

/** Why no email is sent. Printed before everything else. */
export function describeTrouble(trouble: DeliveryTrouble): string {
  const { text } = sayTrouble(trouble)
  const hasAnswer = ['setup', 'busy', 'refused'].includes(trouble.failure)
  return hasAnswer ? `${text} ${FIND_OUT}` : text
}

/** For advice where the address is only known masked. */
export const UNKNOWN_ADDRESS = '<address>'

/** The state of an email, in one or two sentences. `address`: for commands, as it was given. */
export function describeMessage(
  message: MessageStory,
  mail: MailNow,
  address = UNKNOWN_ADDRESS,
): string {
  const more = sayMore(message).map(({ text }) => `\n${text}`)
  return [describeState(message, mail, address), ...more].join('')
}

function describeState(message: MessageStory, mail: MailNow, address: string): string {
  const { text } = sayState(message)
  const next = sayNext(message, mail)
  if (next) {
    const between = message.state === 'delayed' ? '\n' : ' '
    return `${text}${between}${next.text}${retryHint(message)}`
  }
  const { state, detail } = message
  const isReported = state === 'suppressed' && (detail === 'bounced' || detail === 'complained')
  return isReported ? `${text} To send again: latchkey mail unsuppress ${address}` : text
}

function retryHint({ id, queue }: MessageStory): string {
  if (queue.status === 'under-way') return ''
  return queue.status === 'waiting'
    ? ` To retry now: latchkey mail retry ${id}`
    : ` To put it back: latchkey mail retry ${id}`
}

export function describeNoRetry(reason: NoRetry): string {
  return reason === 'suppressed'
    ? 'It was not sent on purpose; `latchkey mail show` gives the reason. The user can request another one.'
    : say('act.email-not-retried', { reason }).text
}
