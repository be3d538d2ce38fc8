import type { HttpService } from '../http-service.ts'
import { idOf, MESSAGE_TAG, mailboxText, plainHeaders } from '../mail-service.ts'

/** @see https://resend.com/docs/api-reference/emails/send-email */
export function resend(account: { key: string; endpoint?: string | undefined }): HttpService {
  return {
    name: 'resend',
    origin: account.endpoint ?? 'https://api.resend.com',
    path: '/emails',
    // For 24 hours.
    keepsKeys: true,
    secrets: [account.key],
    headers: (key) => ({
      authorization: `Bearer ${account.key}`,
      ...(key !== '' && { 'idempotency-key': key }),
    }),
    body: (email) => ({
      from: mailboxText(email.from),
      to: [email.to.address],
      ...(email.replyTo && { reply_to: email.replyTo.address }),
      subject: email.subject,
      html: email.html,
      text: email.text,
      headers: plainHeaders(email),
      tags: [{ name: MESSAGE_TAG, value: idOf(email) }],
    }),
    whoAmI: {
      path: '/domains',
      isGenuine: ({ data }) => Array.isArray(data),
      // A key that may only send is the right one to have.
      finding: (status, { name }) =>
        status === 401 && name === 'restricted_api_key'
          ? { result: 'accepted', says: 'Resend knows the key, which may only send.' }
          : undefined,
    },
    read: ({ id, name, message }) => ({ code: name, id, text: message }),
  }
}
