import type { HttpService } from '../http-service.ts'
import { idOf, MESSAGE_TAG, mailboxText, plainHeaders } from '../mail-service.ts'

type Account = { key: string; stream?: string | undefined; endpoint?: string | undefined }

/** @see https://postmarkapp.com/developer/api/email-api */
export function postmark(account: Account): HttpService {
  return {
    name: 'postmark',
    origin: account.endpoint ?? 'https://api.postmarkapp.com',
    path: '/email',
    keepsKeys: false,
    secrets: [account.key],
    headers: () => ({ 'x-postmark-server-token': account.key }),
    body(email) {
      const headers = {
        ...plainHeaders(email),
        'Message-ID': email.messageId,
        'X-PM-KeepID': 'true',
      }
      return {
        From: mailboxText(email.from),
        To: email.to.address,
        ...(email.replyTo && { ReplyTo: email.replyTo.address }),
        Subject: email.subject,
        HtmlBody: email.html,
        TextBody: email.text,
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
        Metadata: { [MESSAGE_TAG]: idOf(email) },
        MessageStream: account.stream ?? 'outbound',
        TrackOpens: false,
        TrackLinks: 'None',
      }
    },
    whoAmI: {
      path: '/server',
      isGenuine: ({ ID }) => typeof ID === 'number',
      finding: (status, { DeliveryType }) =>
        status === 200 && DeliveryType === 'Sandbox'
          ? {
              ...{
                result: 'refused',
                says: 'This server of Postmark is a sandbox: no email arrives.',
              },
              todo: 'Take the Server API token of a live server.',
            }
          : undefined,
    },
    // Its own codes are numbers, and 0 when all is well.
    read: ({ ErrorCode, MessageID, Message }) => ({
      code: ErrorCode,
      id: MessageID,
      text: Message,
    }),
  }
}
