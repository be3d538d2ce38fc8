import type { Message } from '@latchkey/core'
import { noTracking } from './no-tracking.ts'
import { renderMessage } from './render-message.ts'
import type { Branding } from './rendered-mail.ts'
import type { OutgoingMail } from './smtp-transport.ts'
import { hostOf } from './words.ts'

export type Sender = { name: string; address: string }

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
 * Addresses are objects in the header and in the envelope: the library's parser, which has sent mail to
 * strangers before, never sees them.
 */
export function addressed({ id, to }: { id: string; to: string }, { from, replyTo, host }: Writer) {
  const recipient = { name: '', address: to }
  const sender = { name: '', address: from.address }
  return {
    // A copy: the library writes into it, and settings are frozen.
    from: { ...from },
    to: recipient,
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    envelope: { from: sender, to: [recipient] },
    messageId: `<${id}@${domainOf(from.address)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...noTracking(host),
    },
  } satisfies OutgoingMail
}

function codeHeader(message: Message, { publicUrl }: Branding): Record<string, string> {
  if (message.kind !== 'recovery') return {}
  return { 'One-Time-Code': `code=${message.code}; origin=${hostOf(publicUrl)}` }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
