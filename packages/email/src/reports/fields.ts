import { type AddressReport, parseEmailAddress, type SuppressionCause } from '@latchkey/core'
import { explainAnswer } from '../smtp/answers/known-answers.ts'
import { quote } from '../smtp/quote.ts'

/* What strangers' JSON is taken apart with. Nothing in it has a shape until it was looked at. */

export type Fields = Record<string, unknown>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Seconds since 1970, or a text that a date is read from. */
export function dateOf(value: unknown): Date | undefined {
  const date = new Date(typeof value === 'number' ? value * 1_000 : textOf(value))
  return Number.isNaN(date.getTime()) ? undefined : date
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** The id of our message, in a tag or in a `Message-ID`. */
export function idIn(...places: unknown[]): string | undefined {
  return places.map((place) => uuid.exec(textOf(place))?.[0]?.toLowerCase()).find(Boolean)
}

/**
 * A report, unless the address cannot be read. A bounce whose answer is about us (a block list, a policy, a full mailbox)
 * says nothing about the address, whatever the service makes of it.
 */
export function reportOf(
  cause: SuppressionCause,
  given: {
    address: unknown
    at: Date | undefined
    detail: unknown
    messageId?: string | undefined
  },
): AddressReport[] {
  const address = parseEmailAddress(textOf(given.address))
  const detail = textOf(given.detail)
  if (!address || (cause === 'bounced' && !isAboutRecipient(detail))) return []
  const { at = new Date(), messageId } = given
  return [{ cause, address, at, detail: quote(detail, []) || cause, messageId }]
}

/** A text without a reply code is what the service says itself: it counts. */
function isAboutRecipient(detail: string): boolean {
  const found = /(?:^|[\s;:(])(\d{3})(?:[ -]+(\d\.\d{1,3}\.\d{1,3}))?[ -]/.exec(`${detail} `)
  const reply = Number(found?.[1] ?? Number.NaN)
  if (!(reply >= 400 && reply <= 599)) return true
  const answer = detail.slice(detail.indexOf(found?.[1] ?? ''))
  const handover = { host: '', port: 25, auth: 'password', step: 'recipient' } as const
  return explainAnswer({ ...handover, reply, answer }).failure === 'refused'
}
