import { domainOf, HandoverFailed, type Mailer, secretsIn } from '@latchkey/core'
import type { Branding } from '../render/rendered-email.ts'
import { outgoingEmail, type Sender } from '../smtp/outgoing-email.ts'
import { quote } from '../smtp/quote.ts'
import { type CallTimes, callService, defaultCallTimes } from './call-service.ts'
import { createKeptEmails } from './kept-emails.ts'
import type { MailServiceAccount } from './mail-service.ts'
import { openService } from './open-service.ts'

export type ServiceMailerOptions = {
  account: MailServiceAccount
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  /** Says why a recipient's domain takes no email, if it takes none. */
  checkDomain?: (domain: string) => Promise<string | undefined>
  times?: Partial<CallTimes>
}

/** A mailer that calls a mail service. `close` ends the connections. */
export type ServiceMailer = Mailer & { close(): void }

/** Sends through the API of a mail service. */
export function createServiceMailer(options: ServiceMailerOptions): ServiceMailer {
  const service = openService(options.account)
  const times = { ...defaultCallTimes, ...options.times }
  const kept = createKeptEmails()

  return {
    async send(message) {
      const why = await options.checkDomain?.(domainOf(message.to))
      if (why !== undefined) throw new HandoverFailed('undeliverable', why)
      const before = kept.take(message.id)
      const secrets = [...secretsIn(message), ...(before?.secrets ?? []), ...service.secrets]
      // Headers against tracking are for mail servers: here it is a field of the call.
      const email = before?.email ?? outgoingEmail(message, { ...options, host: '' })
      const end = await callService(service, email, times)
      if (end.status === 'taken') return { answer: quote(end.answer, secrets) }
      const { failure, concerns, meaning } = end.explanation
      const isKnownAgain = failure === 'unclear' && service.keepsKeys
      if (isKnownAgain && !before) kept.keep(message.id, { email, secrets: secretsIn(message) })
      throw new HandoverFailed(failure, `${meaning} ${quote(end.answer, secrets)}`, { concerns })
    },
    close: service.close,
  }
}
