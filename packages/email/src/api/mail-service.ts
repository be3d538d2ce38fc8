import type { OutgoingEmail } from '../smtp/outgoing-email.ts'

/** The mail services that can be called by their API. */
export const mailServices = ['resend', 'postmark', 'ses', 'brevo', 'sendgrid', 'mailgun'] as const

/** A mail service that takes emails by calls over https. */
export type MailServiceName = (typeof mailServices)[number]

/** What `MAIL_URL` says. */
export type MailServiceAccount = {
  /** Instead of the service's own address, such as `https://proxy.example.com`. */
  endpoint?: string | undefined
} & (
  | { service: 'resend' | 'brevo'; key: string }
  | { service: 'sendgrid'; key: string; region?: string | undefined }
  | { service: 'postmark'; key: string; stream?: string | undefined }
  | { service: 'mailgun'; key: string; domain: string; region?: string | undefined }
  | {
      service: 'ses'
      region: string
      /** Absent: those of the machine, as the AWS SDK finds them. */
      credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
      configurationSet?: string | undefined
    }
)

/** What a service answered to one email. */
export type ServiceAnswer = {
  /** Of HTTP. */
  status: number
  /**
   * Whether a status from 200 to 299 came with what the service documents, which is the id of an email. Other servers
   * answer so too: a proxy, a login page, a web server at a mistyped endpoint.
   */
  isGenuine: boolean
  /** The service's own name or number for what went wrong. */
  code: string
  /** What it said, or the id that it gave the email. */
  text: string
  retryAfterSeconds?: number | undefined
}

/** What a key is good for, in a sentence, and what to do about it. */
export type KeyFinding = {
  /** `unclear`: only an email shows whether it may send. */
  result: 'accepted' | 'unclear' | 'refused'
  says: string
  todo?: string
}

/** `finding`: where the service's answer needs words of its own. */
export type WhoAmI = ServiceAnswer & { finding?: KeyFinding | undefined }

/**
 * Thrown when a call failed before a byte of it was sent: no email can have arrived, and any other would fail as well.
 * Its cause says what failed. `mayPass`: nothing has to be corrected.
 */
export class NotSent extends Error {
  readonly mayPass: boolean

  constructor(cause: unknown, mayPass = false) {
    super('The call could not be made', { cause })
    this.mayPass = mayPass
  }
}

/** Thrown when there is no call to make of an email. Others are not affected. Its cause says what failed. */
export class NotComposed extends Error {
  constructor(cause: unknown) {
    super('The email could not be composed', { cause })
  }
}

/** Thrown when a success broke off, so that nobody knows whether it was the service's, and what it said of the email. */
export class AnswerCutOff extends Error {
  constructor(status: number) {
    super(`the answer ${status} broke off`)
  }
}

/** How the services call themselves. */
export const serviceNames = {
  resend: 'Resend',
  postmark: 'Postmark',
  ses: 'Amazon SES',
  brevo: 'Brevo',
  sendgrid: 'SendGrid',
  mailgun: 'Mailgun',
} as const satisfies Record<MailServiceName, string>

/** The way to one service. */
export type MailService = {
  name: MailServiceName
  /** With the port, where it is not 443. */
  host: string
  /** Whether an email that comes again with the same key is not sent again. */
  keepsKeys: boolean
  /** What must never be quoted. */
  secrets: readonly string[]
  /**
   * `key`: the same for the same bytes. Throws when there is no answer, and {@link NotSent} or {@link NotComposed} when
   * there was no call.
   */
  send(email: OutgoingEmail, call: { key: string; signal: AbortSignal }): Promise<ServiceAnswer>
  /** A call that needs the key and changes nothing. Throws when there is no answer in time. */
  whoAmI(callMs: number): Promise<WhoAmI>
  close(): void
}

/** The name under which a service keeps the id of our message, and gives it back with what became of the email. */
export const MESSAGE_TAG = 'latchkey-message'

/** The id in the `Message-ID` of an email. */
export function idOf({ messageId }: Pick<OutgoingEmail, 'messageId'>): string {
  return messageId.slice(1, messageId.indexOf('@'))
}

/** The email's own headers. Those for tracking are fields of a call. */
export function plainHeaders({ headers }: Pick<OutgoingEmail, 'headers'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  )
}

/** `"Name" <address>`, where a service takes both as one text. */
export function mailboxText({ name, address }: { name: string; address: string }): string {
  return name === '' ? address : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`
}
