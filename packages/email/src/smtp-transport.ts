import { buffer } from 'node:stream/consumers'
import type { SendMailOptions } from 'nodemailer'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import { openConnections } from './smtp-connections.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import { patience, type SmtpServer, type Timeouts, transportOptions } from './transport-options.ts'

/** The key that receivers look up at `<selector>._domainkey.<domain>`. */
export type DkimKey = { domain: string; selector: string; privateKey: string }

export type TransportOptions = {
  url: string
  dkim?: DkimKey | undefined
  timeouts?: Partial<Timeouts>
}

export type OutgoingMail = SendMailOptions & {
  envelope: { from: { address: string }; to: { address: string }[] }
}

/** The way to one mail server. Throws what the library throws. */
export function openTransport(options: TransportOptions) {
  const server = parseSmtpUrl(options.url)
  if (!server.ok) throw new Error(server.reason)

  const timeouts = { ...patience, ...options.timeouts }
  const connections = openConnections({
    server,
    connection: transportOptions(server, timeouts),
    overallMs: timeouts.overallMs,
  })
  const { dkim } = options
  const signer =
    dkim &&
    new DKIM({
      domainName: dkim.domain,
      keySelector: dkim.selector,
      privateKey: dkim.privateKey,
    })

  return {
    server,
    /** What must never be quoted. */
    credentials: credentialsOf(server),
    /** What the server answered to the mail. */
    async send(mail: OutgoingMail): Promise<string> {
      const { envelope, ...content } = mail
      const written = await new MailComposer({
        ...content,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
        .compile()
        .build()
      const raw = signer ? await buffer(signer.sign(written)) : written
      const [to, ...others] = envelope.to
      if (!to || others.length > 0) throw new Error('A mail has one recipient')
      return connections.send({ from: envelope.from.address, to: to.address }, raw)
    },
    verify: () => connections.verify(),
    close: () => connections.close(),
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
