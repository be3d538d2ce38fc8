import type { Mailer, Message } from '@latchkey/core'
import { createTransport } from 'nodemailer'
import { withinDeadline } from './deadline.ts'
import { handoverFailure } from './handover-failure.ts'
import { outgoingMail, type Sender } from './outgoing-mail.ts'
import { quote } from './quote.ts'
import type { Branding } from './rendered-mail.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import { patience, type SmtpServer, type Timeouts, transportOptions } from './transport-options.ts'

export type SmtpOptions = {
  url: string
  from: Sender
  branding: Branding
  maxConnections?: number
  timeouts?: Partial<Timeouts>
}

export type SmtpMailer = Mailer & {
  /** Connects and signs in, sends nothing. Throws HandoverFailed. */
  verify(): Promise<void>
  /** Lets mails under way finish. */
  close(): void
}

export function createSmtpMailer(options: SmtpOptions): SmtpMailer {
  const server = parseSmtpUrl(options.url)
  if (!server.ok) throw new Error(server.reason)

  const timeouts = { ...patience, ...options.timeouts }
  const transport = createTransport(
    transportOptions(server, { timeouts, maxConnections: options.maxConnections ?? 5 }),
  )

  return {
    async send(message) {
      const mail = outgoingMail(message, options.from, options.branding)
      const secrets = [...secretsOf(message), ...credentialsOf(server)]
      try {
        const { response } = await withinDeadline(timeouts.overallMs, (signal) =>
          transport.sendMail({ ...mail, signal }),
        )
        return { answer: quote(response ?? '', secrets) }
      } catch (error) {
        throw handoverFailure(error, secrets)
      }
    },

    async verify() {
      try {
        await withinDeadline(timeouts.overallMs, () => transport.verify())
      } catch (error) {
        throw handoverFailure(error, credentialsOf(server))
      }
    },

    close: () => transport.close(),
  }
}

/** The token by itself too: a filter that complains about a link may quote only a part of it. */
function secretsOf(message: Message): string[] {
  if (message.kind !== 'recovery') return []
  const tokens = message.link.match(/[\w-]{20,}/g) ?? []
  return [message.link, ...tokens, message.code]
}

function credentialsOf({ auth }: SmtpServer): string[] {
  if (!auth) return []
  const { user, pass } = auth
  return [pass, base64(pass), base64(`\0${user}\0${pass}`)]
}

function base64(value: string): string {
  return Buffer.from(value).toString('base64')
}
