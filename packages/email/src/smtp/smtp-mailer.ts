import { HandoverFailed, type Mailer, secretsIn } from '@latchkey/core'
import type { Branding } from '../render/rendered-email.ts'
import { handoverFailure } from './handover-failure.ts'
import { outgoingMail, type Sender } from './outgoing-email.ts'
import { quote } from './quote.ts'
import { openTransport, type TransportOptions } from './smtp-transport.ts'

export type SmtpOptions = TransportOptions & {
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  /** Looks at a recipient's domain before a mail goes there. */
  takesNoMail?: (domain: string) => Promise<string | undefined>
}

export type SmtpMailer = Mailer & {
  /** Connects and signs in, sends nothing. Throws HandoverFailed. */
  verify(): Promise<void>
  /** Lets mails under way finish. */
  close(): void
}

export function createSmtpMailer(options: SmtpOptions): SmtpMailer {
  const transport = openTransport(options)

  return {
    async send(message) {
      const why = await options.takesNoMail?.(message.to.slice(message.to.lastIndexOf('@') + 1))
      if (why !== undefined) throw new HandoverFailed('undeliverable', why)
      const mail = outgoingMail(message, { ...options, host: transport.server.host })
      const secrets = [...secretsIn(message), ...transport.credentials]
      try {
        return { answer: quote(await transport.send(mail), secrets) }
      } catch (error) {
        throw handoverFailure(error, secrets)
      }
    },

    async verify() {
      try {
        await transport.verify()
      } catch (error) {
        throw handoverFailure(error, transport.credentials)
      }
    },

    close: transport.close,
  }
}
