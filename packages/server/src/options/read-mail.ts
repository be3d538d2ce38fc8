import { parseMailUrl, parseSmtpUrl } from '@latchkey/email'
import { ehloName, parseSender } from '../config/sender.ts'
import type { MailConfig } from '../config/server-config.ts'
import type { MailOptions } from './options.ts'

export type ReadMail = Omit<MailConfig, 'mailFrom'> & {
  mailFrom: { name: string | undefined; address: string }
  /** The folder that keeps emails instead of sending them. */
  mailbox: string | undefined
}

export function readMail(
  given: MailOptions,
  { production, host }: { production: boolean; host: string },
  problems: string[],
): ReadMail {
  if (typeof given !== 'object' || given === null) {
    problems.push(
      'mail is missing: give { smtp, from } or { service, from }, or { mailbox } while developing',
    )
    return none
  }
  if ('mailbox' in given) {
    if (production) {
      problems.push(
        'mail.mailbox is refused with NODE_ENV=production: nobody would get an email. Give { smtp, from }',
      )
    }
    const mailFrom = given.from === undefined ? none.mailFrom : sender(given.from, problems)
    return { ...none, mailFrom, mailbox: given.mailbox }
  }
  const way = 'service' in given ? byService(given, problems) : bySmtp(given, host, problems)
  const { from, replyTo, connections = 10 } = given
  if (!Number.isInteger(connections) || connections < 1 || connections > 100) {
    problems.push('mail.connections must be a whole number from 1 to 100')
  }
  return {
    ...none,
    ...way,
    mailFrom: sender(from, problems),
    mailReplyTo: replyTo,
    smtpConnections: connections,
    mailDomainCheck: production,
  }
}

type BySmtp = Extract<MailOptions, { smtp: string | undefined }>
type ByService = Extract<MailOptions, { service: string | undefined }>

function bySmtp({ smtp, ehloName: name, oauth, dkim }: BySmtp, host: string, problems: string[]) {
  if (smtp === undefined || smtp === '') {
    problems.push(
      'mail.smtp is missing: give the address of a mail server, such as smtps://user:password@smtp.example.com:465',
    )
  } else {
    const read = parseSmtpUrl(smtp)
    if (!read.ok) problems.push(`mail.smtp: ${read.reason}`)
  }
  return { smtpUrl: smtp, smtpName: name ?? ehloName(host), smtpOauth: oauth, dkim }
}

function byService({ service }: ByService, problems: string[]) {
  return { mailService: serviceOf(service, problems) }
}

function serviceOf(given: string | undefined, problems: string[]): ReadMail['mailService'] {
  if (given === undefined || given === '') {
    problems.push(
      'mail.service is missing: give the name of a mail service and its key, such as resend:re_…',
    )
    return undefined
  }
  const read = parseMailUrl(given)
  if (read.ok) return read.account
  problems.push(`mail.service ${read.reason}`)
  return undefined
}

const none: ReadMail = {
  smtpUrl: undefined,
  mailService: undefined,
  smtpName: 'localhost',
  smtpOauth: undefined,
  mailFrom: { name: undefined, address: 'no-reply@latchkey.localhost' },
  mailReplyTo: undefined,
  dkim: undefined,
  smtpConnections: 10,
  mailDomainCheck: false,
  mailbox: undefined,
}

function sender(written: string | undefined, problems: string[]): ReadMail['mailFrom'] {
  const read = written === undefined ? undefined : parseSender(written)
  if (!read) {
    problems.push(
      `mail.from ${written === undefined ? 'is missing: give' : 'must be'} an address like name@example.com or Name <name@example.com>`,
    )
  }
  return read ?? none.mailFrom
}
