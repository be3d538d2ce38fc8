import { domainOf, HandoverFailed, type Message, mailedSecrets } from '@latchkey/core'
import type { SendMailOptions } from 'nodemailer'
import { noTracking } from '../render/no-tracking.ts'
import { renderMessage } from '../render/render-message.ts'
import type { Branding, RenderedEmail } from '../render/rendered-email.ts'
import { hostOf, oneLine } from '../render/words.ts'

export type Sender = { name: string; address: string }

/** One email to one recipient, as the library takes it. */
export type OutgoingEmail = RenderedEmail &
  Pick<SendMailOptions, 'textEncoding'> & {
    from: Sender
    to: Sender
    replyTo?: Sender
    /** The same two addresses, for the mail server. */
    envelope: { from: Sender; to: Sender }
    messageId: string
    headers: Record<string, string | ReturnType<typeof noTracking>[string]>
  }

/** Who writes, and by which mail server. */
export type Writer = { from: Sender; replyTo?: string | undefined; host: string }

export function outgoingEmail(
  message: Message,
  writer: Writer & { branding: Branding },
): OutgoingEmail {
  const addresses = addressed(message, writer)
  return {
    ...renderMessage(message, writer.branding),
    ...addresses,
    headers: { ...addresses.headers, ...codeHeader(message, writer.branding) },
  }
}

/**
 * Addresses are objects, which the library does not parse: its parser reads lists, and has sent email to strangers.
 *
 * @throws HandoverFailed for an address that could be read as more than one
 */
export function addressed(
  { id, to }: { id: string; to: string },
  { from, replyTo, host }: Writer,
): Omit<OutgoingEmail, keyof RenderedEmail> {
  const sender = { name: oneLine(from.name), address: plain(from.address) }
  const recipient = { name: '', address: plain(to) }
  return {
    from: sender,
    to: recipient,
    ...(replyTo !== undefined && { replyTo: { name: '', address: plain(replyTo) } }),
    envelope: { from: sender, to: recipient },
    messageId: `<${id}@${domainOf(from.address)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...noTracking(host),
    },
    // The library's other choices break long links (format=flowed) or hide words from filters (base64).
    textEncoding: 'quoted-printable',
  }
}

const plainAddress = /^[^\s<>()[\]",;:\\@]+@[^\s<>()[\]",;:\\@]+$/

function plain(address: string): string {
  if (plainAddress.test(address)) return address
  throw new HandoverFailed('unmailable', 'The address could be read as more than one')
}

function codeHeader(message: Message, { publicUrl }: Branding): Record<string, string> {
  const { code } = mailedSecrets(message)
  if (code === undefined) return {}
  return { 'One-Time-Code': `code=${code}; origin=${hostOf(publicUrl)}` }
}
