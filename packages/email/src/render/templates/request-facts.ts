import type { MailsWording } from '@latchkey/wording/mails'
import { type Html, html } from '../html.ts'
import { deviceName, momentOf } from '../words.ts'
import type { Layout } from './layout.ts'

/** When, and with which device, an email was requested. */
export function requestFacts(
  { requestedAt, device }: { requestedAt: Date; device: string | undefined },
  t: MailsWording,
) {
  return { moment: momentOf(requestedAt, t), device: deviceName(device, t) }
}

export function requestLine(
  t: MailsWording,
  { moment, device }: { moment: string; device: string | undefined },
): string {
  if (device === undefined) return t('asked.at', { moment })
  return t('asked.atWith', { moment, device })
}

export function notYou(t: MailsWording, { strong }: Layout): Html {
  return html`${strong(t('notYou.question'))} ${t('notYou.answer')}`
}
