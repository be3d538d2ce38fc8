import { MESSAGE_TAG } from '../../api/mail-service.ts'
import { objectIn } from '../../http-answer.ts'
import { dateOf, type Fields, fieldsOf, idIn, reportOf, textOf } from '../fields.ts'
import { knowsPassword } from '../password.ts'
import { type ReaderOf, type ReportReader, refused } from '../report.ts'

/**
 * No signature: a password in the address that it calls.
 *
 * @see https://postmarkapp.com/developer/webhooks/bounce-webhook
 */
export function postmarkReports({ password }: ReaderOf['postmark']): ReportReader {
  return ({ headers, body }) =>
    knowsPassword(headers, password)
      ? { status: 'proven', reports: reportsIn(objectIn(body.toString())) }
      : refused('the password is missing or wrong')
}

/** Those that say that there is no such mailbox. Others are about us, or pass. */
const hardBounces = ['HardBounce', 'BadEmailAddress']

function reportsIn(event: Fields) {
  const { RecordType, Type, Email: address, BouncedAt, Details, Description, Metadata } = event
  const about = {
    ...{ address, at: dateOf(BouncedAt) },
    messageId: idIn(fieldsOf(Metadata)[MESSAGE_TAG]),
  }
  if (RecordType === 'SpamComplaint' || Type === 'SpamComplaint') {
    return reportOf('complained', { ...about, detail: 'SpamComplaint' })
  }
  if (RecordType !== 'Bounce' || !hardBounces.includes(textOf(Type))) return []
  return reportOf('bounced', { ...about, detail: textOf(Details) || Description })
}
