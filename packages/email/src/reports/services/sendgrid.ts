import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { MESSAGE_TAG } from '../../api/mail-service.ts'
import { dateOf, type Fields, fieldsOf, idIn, listOf, reportOf } from '../fields.ts'
import { type ReaderOf, type ReportReader, refused } from '../report.ts'

/**
 * ECDSA over the time and the raw bytes.
 *
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function sendgridReports({ publicKey }: ReaderOf['sendgrid']): ReportReader {
  const key = sendgridKey(publicKey)
  return ({ headers, body }) => {
    const signature = String(headers['x-twilio-email-event-webhook-signature'] ?? '')
    const timestamp = String(headers['x-twilio-email-event-webhook-timestamp'] ?? '')
    const signed = Buffer.concat([Buffer.from(timestamp), body])
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64'))) {
      return refused('the signature does not match')
    }
    let events: unknown
    try {
      events = JSON.parse(body.toString())
    } catch {
      return refused('not JSON')
    }
    return { status: 'proven', reports: listOf(events).map(fieldsOf).flatMap(reportsIn) }
  }
}

/** The base64 that the settings page shows is a key in DER. */
export function sendgridKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
}

function reportsIn(event: Fields) {
  const { email: address, timestamp, reason, type, status } = event
  const about = {
    ...{ address, at: dateOf(timestamp) },
    messageId: idIn(event[MESSAGE_TAG], event['smtp-id']),
  }
  if (event.event === 'spamreport')
    return reportOf('complained', { ...about, detail: 'spamreport' })
  // `blocked`: the receiver distrusts the sender. A drop is what an earlier bounce led to.
  if (event.event !== 'bounce' || type === 'blocked') return []
  return reportOf('bounced', { ...about, detail: reason ?? status })
}
