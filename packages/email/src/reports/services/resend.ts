import { Webhook } from 'standardwebhooks'
import { MESSAGE_TAG } from '../../api/mail-service.ts'
import { dateOf, type Fields, fieldsOf, idIn, listOf, reportOf } from '../fields.ts'
import { type ReaderOf, type ReportReader, refused } from '../report.ts'

/**
 * Signed as Standard Webhooks says, under headers of an older name; a call is good for five minutes.
 *
 * @see https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests
 */
export function resendReports({ secret }: ReaderOf['resend']): ReportReader {
  const webhook = new Webhook(secret)
  return ({ headers, body }) => {
    const header = (name: string) => String(headers[`svix-${name}`] ?? headers[`webhook-${name}`])
    let event: Fields
    try {
      event = fieldsOf(
        webhook.verify(body, {
          'webhook-id': header('id'),
          'webhook-timestamp': header('timestamp'),
          'webhook-signature': header('signature'),
        }),
      )
    } catch (error) {
      return refused(error instanceof Error ? error.message : 'not signed')
    }
    return { status: 'proven', reports: reportsIn(event) }
  }
}

function reportsIn({ type, created_at, data }: Fields) {
  const { to, tags, bounce } = fieldsOf(data)
  const isPermanent = fieldsOf(bounce).type === 'Permanent'
  const cause = type === 'email.complained' ? 'complained' : 'bounced'
  if (cause === 'bounced' && !(type === 'email.bounced' && isPermanent)) return []
  // As an object or as a list of names and values.
  const tag = fieldsOf(tags)[MESSAGE_TAG] ?? listOf(tags).map(fieldsOf).find(isOurTag)?.value
  return listOf(to).flatMap((address) =>
    reportOf(cause, {
      ...{ address, at: dateOf(created_at), messageId: idIn(tag) },
      detail: fieldsOf(bounce).message,
    }),
  )
}

function isOurTag({ name }: Fields): boolean {
  return name === MESSAGE_TAG
}
