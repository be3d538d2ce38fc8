import type { EmailsWording } from '@latchkey/wording/emails'
import { type Html, html } from '../html.ts'
import { deviceName, momentOf } from '../words.ts'
import type { Layout } from './layout.ts'

/** When, and with which device, an email was requested. */
export function requestFacts(
  { requestedAt, device }: { requestedAt: Date; device: string | undefined },
  t: EmailsWording,
) {
  return { moment: momentOf(requestedAt, t), device: deviceName(device, t) }
}

export function requestLine(
  t: EmailsWording,
  { moment, device }: { moment: string; device: string | undefined },
): string {
  if (device === undefined) return t('requested.at', { moment })
  return t('requested.atWith', { moment, device })
}

export function notYou(t: EmailsWording, { strong }: Layout): Html {
  return html`${strong(t('notYou.question'))} ${t('notYou.answer')}`
}
