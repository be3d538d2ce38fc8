import { domainOf, HandoverFailed, type Mailer, secretsIn } from '@latchkey/core'
import type { Branding } from '../render/rendered-email.ts'
import { handoverFailure } from './handover-failure.ts'
import { outgoingEmail, type Sender } from './outgoing-email.ts'
import { quote } from './quote.ts'
import { openTransport, type TransportOptions } from './transport.ts'

/** What a mailer over SMTP needs. */
export type SmtpOptions = TransportOptions & {
  maxConnections: number
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  /** Says why a recipient's domain takes no email, if it takes none. */
  checkDomain?: (domain: string) => Promise<string | undefined>
}

/** A mailer with a pool of connections. */
export type SmtpMailer = Mailer & {
  /** Lets emails under way finish. */
  close(): void
}

/** Sends through a mail server. Connects when there is something to send. */
export function createSmtpMailer(options: SmtpOptions): SmtpMailer {
  const transport = openTransport(options, options.maxConnections)

  return {
    async send(message) {
      const why = await options.checkDomain?.(domainOf(message.to))
      if (why !== undefined) throw new HandoverFailed('undeliverable', why)
      const email = outgoingEmail(message, { ...options, host: transport.server.host })
      try {
        const answer = await transport.send(email)
        return { answer: quote(answer, [...secretsIn(message), ...transport.secrets()]) }
      } catch (error) {
        const { host, port } = transport.server
        const secrets = [...secretsIn(message), ...transport.secrets()]
        throw handoverFailure(error, { host, port, auth: transport.auth, secrets })
      }
    },
    close: transport.close,
  }
}
