import type { HttpService } from '../http-service.ts'
import { idOf, MESSAGE_TAG, mailboxText, plainHeaders } from '../mail-service.ts'

type Account = {
  key: string
  domain: string
  region?: string | undefined
  endpoint?: string | undefined
}

/** @see https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages */
export function mailgun(account: Account): HttpService {
  const regional = account.region === 'eu' ? 'https://api.eu.mailgun.net' : undefined
  const login = Buffer.from(`api:${account.key}`).toString('base64')
  return {
    name: 'mailgun',
    origin: account.endpoint ?? regional ?? 'https://api.mailgun.net',
    path: `/v3/${encodeURIComponent(account.domain)}/messages`,
    keepsKeys: false,
    secrets: [account.key, login],
    headers: () => ({ authorization: `Basic ${login}` }),
    body(email) {
      const form = new FormData()
      form.set('from', mailboxText(email.from))
      form.set('to', email.to.address)
      form.set('subject', email.subject)
      form.set('text', email.text)
      form.set('html', email.html)
      form.set('o:tracking', 'no')
      form.set(`v:${MESSAGE_TAG}`, idOf(email))
      const replyTo = email.replyTo && { 'Reply-To': email.replyTo.address }
      const headers = { ...plainHeaders(email), 'Message-Id': email.messageId, ...replyTo }
      for (const [name, value] of Object.entries(headers)) form.set(`h:${name}`, value)
      return form
    },
    read: ({ id, message }) => ({ text: id ?? message }),
  }
}
