import { parseEmailAddress } from '@latchkey/core'
import { belongsElsewhere, type DkimKey, parseSmtpUrl, presetSmtpUrl } from '@latchkey/email'
import type { SettingName, SettingValues } from './settings.ts'

export type MailSettings = {
  /** Absent: the built-in mailbox. */
  smtpUrl: string | undefined
  mailFrom: { name: string; address: string }
  mailReplyTo: string | undefined
  dkim: DkimKey | undefined
  smtpConnections: number
  /** Whether domains that take no mail are looked for. */
  mailDomainCheck: boolean
}

type Given = {
  each: Partial<SettingValues>
  /** Which settings were given at all, even if they could not be read. */
  named: ReadonlySet<string>
}

const presets = [
  { service: 'Gmail', user: 'EMAIL_USER', password: 'EMAIL_PASS' },
  { service: 'Brevo', user: 'BREVO_EMAIL', password: 'BREVO_SMTP_KEY' },
] as const satisfies { service: string; user: SettingName; password: SettingName }[]

/** A preset ends as an `SMTP_URL`: who sends mail need not know which way it was set. */
export function mailSettings(given: Given, problems: string[]): MailSettings {
  const ways = waysToSend(given, problems)
  if (given.each.NODE_ENV === 'production' && ways === 0) {
    problems.push(
      'SMTP_URL is missing: in production the built-in mailbox is refused; name a mail server, or set EMAIL_USER and EMAIL_PASS for Gmail, or BREVO_EMAIL and BREVO_SMTP_KEY for Brevo',
    )
  }
  const urls = [ownServer(given, problems), gmail(given, problems), brevo(given)]
  const { each } = given
  return {
    smtpUrl: urls.find((url) => url !== undefined),
    mailFrom: sender(given, problems),
    mailReplyTo: each.MAIL_REPLY_TO,
    dkim: dkimKey(given, problems),
    smtpConnections: each.SMTP_CONNECTIONS ?? 10,
    mailDomainCheck: each.MAIL_DOMAIN_CHECK ?? each.NODE_ENV === 'production',
  }
}

function dkimKey({ each, named }: Given, problems: string[]): DkimKey | undefined {
  const names = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const
  const missing = names.filter((name) => !named.has(name))
  if (missing.length > 0 && missing.length < names.length) {
    problems.push(`${missing.join(' and ')} missing: signed mails need all of ${names.join(', ')}`)
  }
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: key } = each
  return domain && selector && key ? { domain, selector, privateKey: key } : undefined
}

function waysToSend({ named }: Given, problems: string[]): number {
  const begun = presets.filter(({ user, password }) => named.has(user) || named.has(password))
  for (const { service, user, password } of begun) {
    const [missing, present] = named.has(user) ? [password, user] : [user, password]
    if (named.has(missing)) continue
    problems.push(`${missing} is missing: mail by ${service} needs it beside ${present}`)
  }
  const ways = [
    ...(named.has('SMTP_URL') ? ['SMTP_URL'] : []),
    ...begun.map(({ user, password }) => (named.has(user) ? user : password)),
  ]
  if (ways.length > 1) {
    problems.push(`${ways.join(' and ')} each name a mail server; keep one of them`)
  }
  return ways.length
}

function ownServer({ each }: Given, problems: string[]): string | undefined {
  if (each.SMTP_URL === undefined) return undefined
  const smtp = parseSmtpUrl(each.SMTP_URL)
  if (!smtp.ok) problems.push(`SMTP_URL: ${smtp.reason}`)
  return each.SMTP_URL
}

function gmail({ each }: Given, problems: string[]): string | undefined {
  if (each.EMAIL_USER === undefined) return undefined
  // Otherwise one company would be sent the password of another.
  if (belongsElsewhere(each.EMAIL_USER, 'gmail')) {
    problems.push(
      'EMAIL_USER is an address of another service, and EMAIL_USER and EMAIL_PASS are for Gmail; use SMTP_URL (docs/mail.md)',
    )
  }
  if (each.EMAIL_PASS === undefined) return undefined
  return presetSmtpUrl('gmail', each.EMAIL_USER, each.EMAIL_PASS)
}

function brevo({ each }: Given): string | undefined {
  if (each.BREVO_EMAIL === undefined || each.BREVO_SMTP_KEY === undefined) return undefined
  return presetSmtpUrl('brevo', each.BREVO_EMAIL, each.BREVO_SMTP_KEY)
}

function sender({ each, named }: Given, problems: string[]): MailSettings['mailFrom'] {
  const name = each.PRODUCT_NAME ?? 'Latchkey'
  if (each.MAIL_FROM !== undefined) return writtenSender(each.MAIL_FROM, name, problems)
  const login = each.EMAIL_USER ?? each.BREVO_EMAIL
  if (login?.toLowerCase().endsWith('@smtp-brevo.com')) {
    problems.push(
      'MAIL_FROM is missing: BREVO_EMAIL is a login and no mailbox; name a sender you have verified at Brevo',
    )
  } else if (each.NODE_ENV === 'production' && !presets.some(({ user }) => named.has(user))) {
    problems.push(
      'MAIL_FROM is missing: in production mails need a sender your mail server accepts',
    )
  }
  return { name, address: login ?? 'no-reply@latchkey.localhost' }
}

function writtenSender(written: string, byDefault: string, problems: string[]) {
  const named = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(written)
  const address = parseEmailAddress(named?.[2] ?? written)
  if (!address) {
    problems.push('MAIL_FROM must be an address like name@example.com or Name <name@example.com>')
  }
  return { name: named?.[1] || byDefault, address: address?.registered ?? '' }
}
