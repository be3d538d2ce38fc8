import type { Message } from '@latchkey/core'
import { noTracking } from '../render/no-tracking.ts'
import { renderMessage } from '../render/render-message.ts'
import type { Branding, RenderedMail } from '../render/rendered-email.ts'
import { hostOf } from '../render/words.ts'

export type Sender = { name: string; address: string }

/** One mail to one recipient, who is the same in the mail and on its envelope. */
export type OutgoingMail = RenderedMail & {
  from: Sender
  to: Sender
  replyTo?: Sender
  messageId: string
  headers: Record<string, string>
}

/** Who writes, and by which mail server. */
export type Writer = { from: Sender; replyTo?: string | undefined; host: string }

export function outgoingMail(
  message: Message,
  writer: Writer & { branding: Branding },
): OutgoingMail {
  const addresses = addressed(message, writer)
  return {
    ...renderMessage(message, writer.branding),
    ...addresses,
    headers: { ...addresses.headers, ...codeHeader(message, writer.branding) },
  }
}

/**
 * Addresses are objects that nobody parses: the library's parser has sent mail to strangers before.
 */
export function addressed({ id, to }: { id: string; to: string }, { from, replyTo, host }: Writer) {
  return {
    from,
    to: { name: '', address: to },
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    messageId: `<${id}@${domainOf(from.address)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...noTracking(host),
    },
  } satisfies Omit<OutgoingMail, keyof RenderedMail>
}

function codeHeader(message: Message, { publicUrl }: Branding): Record<string, string> {
  if (message.kind !== 'recovery') return {}
  return { 'One-Time-Code': `code=${message.code}; origin=${hostOf(publicUrl)}` }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
