import type { OutgoingEmail } from '../../smtp/outgoing-email.ts'
import type { HttpService } from '../http-service.ts'
import { idOf, MESSAGE_TAG, plainHeaders } from '../mail-service.ts'

type Account = { key: string; region?: string | undefined; endpoint?: string | undefined }

/** @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export function sendgrid(account: Account): HttpService {
  const regional = account.region === 'eu' ? 'https://api.eu.sendgrid.com' : undefined
  return {
    name: 'sendgrid',
    origin: account.endpoint ?? regional ?? 'https://api.sendgrid.com',
    path: '/v3/mail/send',
    keepsKeys: false,
    secrets: [account.key],
    headers: () => ({ authorization: `Bearer ${account.key}` }),
    body: (email) => ({
      personalizations: [{ to: [{ email: email.to.address }] }],
      from: mailbox(email.from),
      ...(email.replyTo && { reply_to: mailbox(email.replyTo) }),
      subject: email.subject,
      // The plainest first, as in an email.
      content: [
        { type: 'text/plain', value: email.text },
        { type: 'text/html', value: email.html },
      ],
      headers: { ...plainHeaders(email), 'Message-ID': email.messageId },
      custom_args: { [MESSAGE_TAG]: idOf(email) },
      tracking_settings: {
        click_tracking: { enable: false, enable_text: false },
        open_tracking: { enable: false },
        subscription_tracking: { enable: false },
      },
    }),
    whoAmI: {
      path: '/v3/scopes',
      isGenuine: ({ scopes }) => Array.isArray(scopes),
      finding: (status, { scopes }) =>
        status === 200 && Array.isArray(scopes) && !scopes.includes('mail.send')
          ? {
              ...{ result: 'refused', says: 'SendGrid knows the key, which may not send.' },
              todo: 'Make a key with "Mail Send" allowed under Settings, API Keys.',
            }
          : undefined,
    },
    read({ errors }, { status, headers }) {
      const said = Array.isArray(errors) ? errors.filter(isFault) : []
      return {
        code: said.map(({ field }) => field ?? '').find((field) => field !== ''),
        text: said.map(({ message }) => message).join(' '),
        // Documented for an email that it takes are this status and an empty body. Relays that speak as it does leave
        // out the header.
        id: status === 202 && !errors ? (headers.get('x-message-id') ?? 'Accepted') : undefined,
      }
    },
  }
}

function mailbox({ name, address }: OutgoingEmail['from']) {
  return name === '' ? { email: address } : { name, email: address }
}

function isFault(value: unknown): value is { message: string; field?: string | null } {
  return typeof value === 'object' && value !== null && 'message' in value
}
