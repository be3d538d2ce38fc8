import { objectIn } from '../../http-answer.ts'
import { dateOf, type Fields, idIn, listOf, reportOf, textOf } from '../fields.ts'
import { knowsPassword } from '../password.ts'
import { type ReaderOf, type ReportReader, refused } from '../report.ts'

/**
 * No signature: a password in the address that it calls, or as a bearer token.
 *
 * @see https://developers.brevo.com/docs/transactional-webhooks
 */
export function brevoReports({ password }: ReaderOf['brevo']): ReportReader {
  return ({ headers, body }) =>
    knowsPassword(headers, password)
      ? { status: 'proven', reports: reportsIn(objectIn(body.toString())) }
      : refused('the password is missing or wrong')
}

const bounces = ['hard_bounce', 'invalid_email']
const complaints = ['spam', 'complaint']

function reportsIn(event: Fields) {
  const { email: address, ts_event, ts, date, tags, tag, reason } = event
  const name = textOf(event.event)
  const about = {
    ...{ address, at: dateOf(ts_event) ?? dateOf(ts) ?? dateOf(date) },
    messageId: idIn(...listOf(tags), tag, event['message-id']),
  }
  if (complaints.includes(name)) return reportOf('complained', { ...about, detail: name })
  return bounces.includes(name) ? reportOf('bounced', { ...about, detail: reason ?? name }) : []
}
