import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type ReceivedEmail = {
  to: string[]
  subject: string
  token: string
  code: string
  text: string
}

/** A real SMTP server on a free port that keeps what it accepted. */
export async function openMailServer() {
  const received: ReceivedEmail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    async onData(stream, session, done) {
      const { text = '', subject = '' } = await PostalMime.parse(await buffer(stream))
      received.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        subject,
        text,
        token: /token=([\w-]{43})/.exec(text)?.[1] ?? '',
        code: /\b\d{6}\b/.exec(text)?.[0] ?? '',
      })
      done()
    },
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    received,
    /** Waits for the newest of `atLeast` emails to an address. */
    async emailTo(address: string, atLeast = 1): Promise<ReceivedEmail> {
      for (let waited = 0; waited < 120_000; waited += 25) {
        const found = received.filter(({ to }) => to.includes(address))
        const newest = found.at(-1)
        if (newest && found.length >= atLeast) return newest
        await sleep(25)
      }
      throw new Error(`No email number ${atLeast} for ${address}`)
    },
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}
