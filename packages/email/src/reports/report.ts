import type { IncomingHttpHeaders } from 'node:http'
import type { AddressReport } from '@latchkey/core'
import type { MailServiceName } from '../api/mail-service.ts'

/** How calls of one service are proven, as `MAIL_HOOKS` says. */
export type ReportProof =
  | { service: 'resend'; secret: string }
  | { service: 'sendgrid'; publicKey: string }
  | { service: 'mailgun'; signingKey: string }
  | { service: 'postmark'; password: string }
  | { service: 'brevo'; password: string }
  | { service: 'ses'; topics: readonly string[] }

/** A call of a service, with the bytes that its signature is over. */
export type ReportCall = { headers: IncomingHttpHeaders; body: Buffer }

/** What a call of a mail service says. */
export type ReadReport =
  | { status: 'proven'; reports: AddressReport[] }
  /** A topic of Amazon SNS asks whether it may call us. A person opens this address, or not. */
  | { status: 'to-confirm'; topic: string; url: string }
  /** `why`: for the log. */
  | { status: 'refused'; why: string }

/** Proves and reads the calls of one service. */
export type ReportReader = (call: ReportCall) => ReadReport | Promise<ReadReport>

export type ReaderOf = { [Name in MailServiceName]: Extract<ReportProof, { service: Name }> }

export function refused(why: string): ReadReport {
  return { status: 'refused', why }
}
