import { createTransport, type SendMailOptions } from 'nodemailer'
import { withinDeadline } from './deadline.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import { patience, type SmtpServer, type Timeouts, transportOptions } from './transport-options.ts'

export type TransportOptions = {
  url: string
  maxConnections?: number
  timeouts?: Partial<Timeouts>
}

/** The way to one mail server. Throws what the library throws. */
export function openTransport(options: TransportOptions) {
  const server = parseSmtpUrl(options.url)
  if (!server.ok) throw new Error(server.reason)

  const timeouts = { ...patience, ...options.timeouts }
  const transport = createTransport(
    transportOptions(server, { timeouts, maxConnections: options.maxConnections ?? 5 }),
  )

  return {
    server,
    /** What must never be quoted. */
    credentials: credentialsOf(server),
    /** What the server answered to the mail. */
    async send(mail: SendMailOptions): Promise<string> {
      const { response } = await withinDeadline(timeouts.overallMs, (signal) =>
        transport.sendMail({ ...mail, signal }),
      )
      return response ?? ''
    },
    verify: () => withinDeadline(timeouts.overallMs, () => transport.verify()),
    close: () => transport.close(),
  }
}

function credentialsOf({ auth }: SmtpServer): string[] {
  if (!auth) return []
  const { user, pass } = auth
  return [pass, base64(pass), base64(`\0${user}\0${pass}`)]
}

function base64(value: string): string {
  return Buffer.from(value).toString('base64')
}
