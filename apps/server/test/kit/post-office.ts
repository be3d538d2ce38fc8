import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@latchkey/db/testing'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type DeliveredEmail = {
  recipients: string[]
  raw: string
  mail: Email
  link: string
  code: string
}

/** A real SMTP server on a port of its own, which can be away for a while. */
export type PostOffice = {
  url: string
  open(): Promise<void>
  close(): Promise<void>
  delivered: DeliveredEmail[]
  /** Waits for the newest email to an address. */
  emailTo(
    address: string,
    options?: { atLeast?: number; withinMs?: number },
  ): Promise<DeliveredEmail>
}

/** Differences from a mail server on loopback without encryption that accepts every email. */
export type Script = {
  host?: string
  /** The status a recipient is refused with, with or without a text. */
  refuses?: (address: string) => number | string | undefined
  /** Offers STARTTLS with a self-signed certificate. */
  encrypts?: boolean
}

export async function openPostOffice({
  host = '127.0.0.1',
  refuses = () => undefined,
  encrypts = false,
}: Script = {}): Promise<PostOffice> {
  const port = await freePort()
  const delivered: DeliveredEmail[] = []
  let server: SMTPServer | undefined

  async function open(): Promise<void> {
    server = new SMTPServer({
      authOptional: true,
      // Without a name server each connection would be greeted late, and emails would arrive in another order.
      disableReverseLookup: true,
      disabledCommands: encrypts ? ['AUTH'] : ['STARTTLS', 'AUTH'],
      onRcptTo({ address }, _session, done) {
        const answer = refuses(address)
        if (answer === undefined) return done()
        const [, code, text = 'Not here'] = /^(\d{3})[ -]?(.+)?$/.exec(String(answer)) ?? []
        done(Object.assign(new Error(text), { responseCode: Number(code) }))
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks).toString('utf8')
          const mail = await PostalMime.parse(raw)
          delivered.push({
            recipients: session.envelope.rcptTo.map((to) => to.address),
            raw,
            mail,
            link: /https?:\S+#token=\S+/.exec(mail.text ?? '')?.[0] ?? '',
            code: /\b\d{6}\b/.exec(mail.text ?? '')?.[0] ?? '',
          })
          done()
        })
      },
    })
    server.on('error', () => {})
    const listening = server
    await new Promise<void>((resolve) => listening.listen(port, host, resolve))
  }

  const to = (address: string) => delivered.filter((one) => one.recipients.includes(address))
  await open()
  return {
    url: `smtp://${host}:${port}`,
    delivered,
    open,
    close: () => new Promise((resolve) => (server ? server.close(() => resolve()) : resolve())),
    async emailTo(address, { atLeast = 1, withinMs = 120_000 } = {}) {
      for (let waited = 0; waited < withinMs; waited += 25) {
        const newest = to(address).at(-1)
        if (newest && to(address).length >= atLeast) return newest
        await sleep(25)
      }
      throw new Error(`No email number ${atLeast} for ${address} within ${withinMs} ms`)
    },
  }
}

export function tokenIn(link: string): string {
  return link.split('token=')[1] ?? ''
}
