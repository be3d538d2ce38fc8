import { buffer } from 'node:stream/consumers'
import DKIM from 'nodemailer/lib/dkim'
import type { OutgoingMail } from './outgoing-email.ts'
import { openConnections } from './smtp-connections.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import { patience, type SmtpServer, type Timeouts, transportOptions } from './transport-options.ts'
import { writeMail } from './write-mail.ts'

/** The key that receivers look up at `<selector>._domainkey.<domain>`. */
export type DkimKey = { domain: string; selector: string; privateKey: string }

export type TransportOptions = {
  url: string
  dkim?: DkimKey | undefined
  timeouts?: Partial<Timeouts>
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
      const written = writeMail(mail)
      const raw = signer ? await buffer(signer.sign(written)) : written
      return connections.send({ from: mail.from.address, to: mail.to.address }, raw)
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
