import type { HttpService } from '../http-service.ts'
import { idOf, MESSAGE_TAG, plainHeaders } from '../mail-service.ts'

/**
 * Its reference shows an `idempotencyKey` among the headers and does not say for how long it counts, so the key is sent
 * and not relied on.
 *
 * @see https://developers.brevo.com/reference/sendtransacemail
 */
export function brevo(account: { key: string; endpoint?: string | undefined }): HttpService {
  return {
    name: 'brevo',
    origin: account.endpoint ?? 'https://api.brevo.com',
    path: '/v3/smtp/email',
    keepsKeys: false,
    secrets: [account.key],
    headers: () => ({ 'api-key': account.key }),
    body: (email, key) => ({
      sender: { name: email.from.name, email: email.from.address },
      to: [{ email: email.to.address }],
      ...(email.replyTo && { replyTo: { email: email.replyTo.address } }),
      subject: email.subject,
      htmlContent: email.html,
      textContent: email.text,
      headers: { ...plainHeaders(email), idempotencyKey: key },
      tags: [`${MESSAGE_TAG}:${idOf(email)}`],
    }),
    whoAmI: { path: '/v3/account', isGenuine: ({ email }) => typeof email === 'string' },
    read: ({ code, message, messageId }) => ({ code, id: messageId, text: message }),
  }
}
