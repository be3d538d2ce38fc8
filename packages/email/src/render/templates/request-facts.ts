import { knownLocale, type MessageFacts } from '@latchkey/core'
import { matchingWords } from '@latchkey/wording'
import type { EmailsWording } from '@latchkey/wording/emails'
import { type Html, html } from '../html.ts'
import { deviceName, momentOf } from '../words.ts'
import type { Layout } from './layout.ts'

/** When, and with which device, an email was requested, and the two words that the page of the request shows. */
export function requestFacts(
  { requestId, requestedAt, requestedIn, timeZone, device }: MessageFacts['no-account'],
  t: EmailsWording,
) {
  const page = requestedIn === undefined ? undefined : knownLocale(requestedIn)
  const { text, language, direction } = matchingWords(requestId, page)
  return {
    moment: momentOf(requestedAt, t, timeZone),
    device: deviceName(device, t),
    words: text,
    wordsLanguage: language as string,
    wordsDirection: direction as string,
  }
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
