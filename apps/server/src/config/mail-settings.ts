import { deliveryAddress, parseEmailAddress } from '@latchkey/core'
import {
  type DkimKey,
  isNotAtGoogle,
  type MailServiceAccount,
  parseMailUrl,
  parseReportProofs,
  parseSmtpUrl,
  presetSmtpUrl,
  type ReportProof,
} from '@latchkey/email'
import { ehloName, type MailConfig, parseSender } from '@latchkey/server/parts'
import { cameAs } from './given-value.ts'
import { type Given, oauthSettings } from './oauth-settings.ts'
import { because, orAllow, type Reach } from './reach.ts'
import type { SettingName } from './settings.ts'

export type MailSettings = MailConfig & {
  /** Whether the built-in mailbox keeps the emails, because no way to send them is configured. */
  catchesEmail: boolean
  /** Which mail services may report addresses, and how they prove themselves. */
  mailHooks: readonly ReportProof[]
}

const presets = [
  { service: 'Gmail', user: 'EMAIL_USER', password: 'EMAIL_PASS' },
  { service: 'Brevo', user: 'BREVO_EMAIL', password: 'BREVO_SMTP_KEY' },
] as const satisfies { service: string; user: SettingName; password: SettingName }[]

/** What is said in a conversation with a mail server, and what signs an email before it. */
const forServersOnly = [
  'SMTP_NAME',
  'DKIM_DOMAIN',
  'DKIM_SELECTOR',
  'DKIM_PRIVATE_KEY',
] as const satisfies SettingName[]

/** A preset ends as an `SMTP_URL`, so that what sends email need not know the presets. */
export function mailSettings(
  given: Given,
  { publicUrl, reach }: { publicUrl: string; reach: Reach },
  problems: string[],
): MailSettings {
  const { each } = given
  const ways = waysToSend(given, problems)
  if (!reach.allows('mailbox') && ways === 0 && each.SMTP_AUTH !== 'oauth2') {
    problems.push(
      `SMTP_URL is missing: ${because(reach)} the built-in mailbox is refused, because everybody could read all emails; name a mail server, or a mail service in MAIL_URL, or set EMAIL_USER and EMAIL_PASS for Gmail, or BREVO_EMAIL and BREVO_SMTP_KEY for Brevo${orAllow(reach, 'mailbox')}`,
    )
  }
  const urls = [ownServer(given, problems), gmail(given, problems), brevo(given)]
  const smtpUrl = urls.find((url) => url !== undefined)
  const mailService = serviceSettings(given, problems)
  return {
    catchesEmail: smtpUrl === undefined && mailService === undefined,
    smtpUrl,
    mailService,
    mailHooks: hookSettings(given, problems),
    smtpName: each.SMTP_NAME ?? ehloName(new URL(publicUrl).hostname),
    smtpOauth: oauthSettings(given, problems),
    mailFrom: sender(given, problems),
    mailReplyTo: each.MAIL_REPLY_TO ?? forServers(each.SUPPORT_EMAIL),
    dkim: dkimKey(given, problems),
    smtpConnections: each.SMTP_CONNECTIONS ?? 10,
    mailDomainCheck: each.MAIL_DOMAIN_CHECK ?? each.NODE_ENV === 'production',
  }
}

/** A reply should reach somebody. */
function forServers(supportEmail: string | undefined): string | undefined {
  const address = parseEmailAddress(supportEmail ?? '')
  return address && deliveryAddress(address)
}

function dkimKey({ each, named }: Given, problems: string[]): DkimKey | undefined {
  const names = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const
  const missing = names.filter((name) => !named.has(name))
  if (missing.length > 0 && missing.length < names.length) {
    problems.push(`${missing.join(' and ')} missing: signed emails need all of ${names.join(', ')}`)
  }
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: key } = each
  return domain && selector && key ? { domain, selector, privateKey: key } : undefined
}

function waysToSend({ named }: Given, problems: string[]): number {
  const begun = presets.filter(({ user, password }) => named.has(user) || named.has(password))
  for (const { service, user, password } of begun) {
    const [missing, present] = named.has(user) ? [password, user] : [user, password]
    if (named.has(missing)) continue
    problems.push(`${missing} is missing: email by ${service} needs it beside ${present}`)
  }
  const ways = [
    ...(['MAIL_URL', 'SMTP_URL'] as const).filter((name) => named.has(name)),
    ...begun.map(({ user, password }) => (named.has(user) ? user : password)),
  ]
  if (ways.length > 1) {
    problems.push(`${ways.join(' and ')} each name a way to send email; keep one of them`)
  }
  return ways.length
}

function ownServer({ each }: Given, problems: string[]): string | undefined {
  if (each.SMTP_URL === undefined) return undefined
  const smtp = parseSmtpUrl(each.SMTP_URL)
  if (!smtp.ok) problems.push(`SMTP_URL: ${smtp.reason}`)
  return each.SMTP_URL
}

function serviceSettings(
  { each, named }: Given,
  problems: string[],
): MailServiceAccount | undefined {
  if (each.MAIL_URL === undefined) return undefined
  const parsed = parseMailUrl(each.MAIL_URL)
  const unused = forServersOnly.filter((name) => named.has(name))
  if (unused.length > 0) {
    problems.push(
      `${unused.join(', ')}: only for a mail server (SMTP_URL). The service that MAIL_URL names signs emails itself, and knows us by its key`,
    )
  }
  if (parsed.ok) return parsed.account
  problems.push(`MAIL_URL ${parsed.reason}`)
  return undefined
}

function hookSettings({ each }: Given, problems: string[]): readonly ReportProof[] {
  if (each.MAIL_HOOKS === undefined) return []
  const parsed = parseReportProofs(each.MAIL_HOOKS)
  if (parsed.ok) return parsed.proofs
  problems.push(...parsed.reasons.map((reason) => `MAIL_HOOKS ${reason}`))
  return []
}

function gmail({ each }: Given, problems: string[]): string | undefined {
  if (each.EMAIL_USER === undefined) return undefined
  // Otherwise the password of an account elsewhere would be sent to Google.
  if (isNotAtGoogle(each.EMAIL_USER)) {
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

/** Accounts that are the address they send from. */
const senders = ['EMAIL_USER', 'BREVO_EMAIL', 'SMTP_OAUTH_USER'] as const

function sender({ each, named }: Given, problems: string[]): MailConfig['mailFrom'] {
  const name = each.PRODUCT_NAME ?? 'Latchkey'
  if (each.MAIL_FROM !== undefined) return writtenSender(each.MAIL_FROM, name, problems)
  const account = senders.map((setting) => each[setting]).find((value) => value !== undefined)
  if (account?.toLowerCase().endsWith('@smtp-brevo.com')) {
    problems.push(
      'MAIL_FROM is missing: BREVO_EMAIL is a login and no mailbox; name a sender you have verified at Brevo',
    )
  } else if (
    each.NODE_ENV === 'production' &&
    ![...senders, 'MAIL_FROM' as const].some((setting) => named.has(setting))
  ) {
    problems.push(
      'MAIL_FROM is missing: in production emails need a sender your mail server accepts',
    )
  }
  return { name, address: account ?? 'no-reply@latchkey.localhost' }
}

function writtenSender(written: string, byDefault: string, problems: string[]) {
  const sender = parseSender(written)
  if (!sender) {
    problems.push(
      `MAIL_FROM must be an address like name@example.com or Name <name@example.com>${cameAs(written)}`,
    )
  }
  return { name: sender?.name ?? byDefault, address: sender?.address ?? '' }
}
