import type { HttpService } from '../http-service.ts'
import { idOf, type KeyFinding, MESSAGE_TAG, mailboxText, plainHeaders } from '../mail-service.ts'

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
    whoAmI: {
      path: `/v4/domains/${encodeURIComponent(account.domain)}`,
      isGenuine: (answer) => stateOf(answer) !== undefined,
      finding: domainFinding,
    },
    read: ({ id, message }) => ({ id, text: message }),
  }
}

function domainFinding(status: number, answer: Record<string, unknown>): KeyFinding | undefined {
  // A sending key is refused everything else, in the words for a key that is wrong.
  if (status === 401 || status === 403) {
    return {
      result: 'unclear',
      says: 'Mailgun does not show the domain to this key: it is wrong, or it is a sending key, which may do nothing else.',
      todo: 'Send an email, which shows which: latchkey mail test --to you@example.com',
    }
  }
  const state = stateOf(answer)
  if (status !== 200 || state === undefined || state === 'active') return undefined
  return {
    result: 'refused',
    says: `Mailgun knows the key, and the domain is ${state}: it may not send.`,
    todo: 'Verify the domain under Sending, Domains.',
  }
}

function stateOf({ domain }: Record<string, unknown>): string | undefined {
  const isObject = typeof domain === 'object' && domain !== null
  return isObject && 'state' in domain && typeof domain.state === 'string'
    ? domain.state
    : undefined
}
