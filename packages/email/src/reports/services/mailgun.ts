import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { MESSAGE_TAG } from '../../api/mail-service.ts'
import { objectIn } from '../../http-answer.ts'
import { dateOf, type Fields, fieldsOf, idIn, reportOf, textOf } from '../fields.ts'
import { type ReaderOf, type ReportReader, refused } from '../report.ts'

/**
 * An HMAC of the time and a token, in the body. It does not cover the event. So a token that was seen is good for the
 * same bytes only.
 *
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
export function mailgunReports({ signingKey }: ReaderOf['mailgun']): ReportReader {
  const seen = new Map<string, string>()
  return ({ body }) => {
    const call = objectIn(body.toString())
    const { timestamp, token, signature } = fieldsOf(call.signature)
    const signed = createHmac('sha256', signingKey).update(`${textOf(timestamp)}${textOf(token)}`)
    const given = Buffer.from(textOf(signature), 'hex')
    const expected = signed.digest()
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return refused('the signature does not match')
    }
    if (Math.abs(Date.now() - Number(timestamp) * 1_000) > GOOD_FOR_MS) {
      return refused('the signature is too old')
    }
    const bytes = createHash('sha256').update(body).digest('base64')
    if ((seen.get(textOf(token)) ?? bytes) !== bytes) return refused('its token was used before')
    if (seen.size >= MOST_SEEN) seen.clear()
    seen.set(textOf(token), bytes)
    return { status: 'proven', reports: reportsIn(fieldsOf(call['event-data'])) }
  }
}

const MOST_SEEN = 10_000

/** It calls again for eight hours, with the signature of the first call. */
const GOOD_FOR_MS = 9 * 3_600_000

function reportsIn(event: Fields) {
  const { recipient: address, timestamp, severity, reason } = event
  const headers = fieldsOf(fieldsOf(event.message).headers)
  const about = {
    ...{ address, at: dateOf(timestamp) },
    messageId: idIn(fieldsOf(event['user-variables'])[MESSAGE_TAG], headers['message-id']),
  }
  if (event.event === 'complained')
    return reportOf('complained', { ...about, detail: 'complained' })
  const isBounce = reason === 'bounce' || reason === 'suppress-bounce'
  if (event.event !== 'failed' || severity !== 'permanent' || !isBounce) return []
  const { code, message, description } = fieldsOf(event['delivery-status'])
  const said = textOf(message) || textOf(description)
  return reportOf('bounced', { ...about, detail: withCode(code, said) })
}

function withCode(code: unknown, said: string): string {
  return /^\d{3}\b/.test(said) ? said : `${textOf(code)} ${said}`.trim()
}
