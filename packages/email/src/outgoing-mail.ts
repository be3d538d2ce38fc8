import type { Message } from '@latchkey/core'
import type { SendMailOptions } from 'nodemailer'
import { renderMessage } from './render-message.ts'
import type { Branding } from './rendered-mail.ts'
import { hostOf } from './words.ts'

export type Sender = { name: string; address: string }

export function outgoingMail(message: Message, from: Sender, branding: Branding): SendMailOptions {
  const envelope = addressed(message, from)
  return {
    ...renderMessage(message, branding),
    ...envelope,
    headers: { ...envelope.headers, ...codeHeader(message, branding) },
  }
}

/**
 * Addresses are objects in the header and in the envelope: the library's parser, which has sent mail to
 * strangers before, never sees them.
 */
export function addressed({ id, to }: { id: string; to: string }, from: Sender) {
  const recipient = { name: '', address: to }
  const sender = { name: '', address: from.address }
  return {
    // A copy: the library writes into it, and settings are frozen.
    from: { ...from },
    to: recipient,
    envelope: { from: sender, to: [recipient] },
    messageId: `<${id}@${domainOf(from.address)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  } satisfies SendMailOptions
}

function codeHeader(message: Message, { publicUrl }: Branding): Record<string, string> {
  if (message.kind !== 'recovery') return {}
  return { 'One-Time-Code': `code=${message.code}; origin=${hostOf(publicUrl)}` }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
