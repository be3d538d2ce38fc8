import type { Mailer, Message } from '@latchkey/core'
import { handoverFailure } from './handover-failure.ts'
import { outgoingMail, type Sender } from './outgoing-mail.ts'
import { quote } from './quote.ts'
import type { Branding } from './rendered-mail.ts'
import { openTransport, type TransportOptions } from './smtp-transport.ts'

export type SmtpOptions = TransportOptions & { from: Sender; branding: Branding }

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
      const mail = outgoingMail(message, options.from, options.branding)
      const secrets = [...secretsOf(message), ...transport.credentials]
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

/** The token by itself too: a filter that complains about a link may quote only a part of it. */
function secretsOf(message: Message): string[] {
  if (message.kind === 'recovery') return [...linkSecrets(message.link), message.code]
  if (message.kind === 'password-changed') return linkSecrets(message.notMeLink ?? '')
  return []
}

function linkSecrets(link: string): string[] {
  const tokens = link.match(/[\w-]{20,}/g) ?? []
  return link === '' ? [] : [link, ...tokens]
}
