import { MESSAGE_TAG } from '../../api/mail-service.ts'
import { objectIn } from '../../http-answer.ts'
import { dateOf, type Fields, fieldsOf, idIn, listOf, reportOf, textOf } from '../fields.ts'
import { type ReaderOf, type ReportReader, refused } from '../report.ts'
import { createSnsProof, type FetchCertificate, regionOf } from '../sns.ts'

/**
 * By Amazon SNS: signed with a certificate of Amazon's, which we fetch from Amazon only.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
export function sesReports(
  { topics }: ReaderOf['ses'],
  fetchCertificate?: FetchCertificate,
): ReportReader {
  const prove = createSnsProof(fetchCertificate)
  return async ({ body }) => {
    const call = objectIn(body.toString())
    const topic = textOf(call.TopicArn)
    // Anybody may have a topic, and its signature is as good. So the topic comes first.
    if (!topics.includes(topic)) return refused('a topic that MAIL_HOOKS does not name')
    const why = await prove(call)
    if (why !== undefined) return refused(why)
    if (call.Type === 'SubscriptionConfirmation') {
      const url = textOf(call.SubscribeURL)
      const isAmazon = url.startsWith(`https://sns.${regionOf(topic)}.amazonaws.com`)
      return isAmazon ? { status: 'to-confirm', topic, url } : refused('an address elsewhere')
    }
    if (call.Type !== 'Notification') return { status: 'proven', reports: [] }
    return { status: 'proven', reports: reportsIn(objectIn(textOf(call.Message))) }
  }
}

function reportsIn(event: Fields) {
  const mail = fieldsOf(event.mail)
  const tags = fieldsOf(mail.tags)
  const headers = listOf(mail.headers).map(fieldsOf)
  const ownId = headers.find(({ name }) => /^message-id$/i.test(textOf(name)))?.value
  const messageId = idIn(
    ...listOf(tags[MESSAGE_TAG]),
    ownId,
    fieldsOf(mail.commonHeaders).messageId,
  )
  // With event publishing, and with notifications.
  const type = event.eventType ?? event.notificationType
  if (type === 'Complaint') {
    const { complainedRecipients, timestamp, complaintFeedbackType } = fieldsOf(event.complaint)
    const detail = textOf(complaintFeedbackType) || 'Complaint'
    return recipientsIn(complainedRecipients).flatMap(({ emailAddress: address }) =>
      reportOf('complained', { address, at: dateOf(timestamp), detail, messageId }),
    )
  }
  const { bounceType, bounceSubType, bouncedRecipients, timestamp } = fieldsOf(event.bounce)
  if (type !== 'Bounce' || bounceType !== 'Permanent') return []
  return recipientsIn(bouncedRecipients).flatMap(({ emailAddress: address, diagnosticCode }) => {
    const detail = textOf(diagnosticCode) || textOf(bounceSubType)
    return reportOf('bounced', { address, at: dateOf(timestamp), detail, messageId })
  })
}

function recipientsIn(value: unknown): Fields[] {
  return listOf(value).map(fieldsOf)
}
