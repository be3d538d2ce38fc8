import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Received = {
  from: string
  to: string[]
  ehloName: string
  secure: boolean
  raw: string
  mail: Email
}

/** A real SMTP server on a free port that keeps what it accepted. */
export async function openMailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    async onData(stream, session, done) {
      const raw = await buffer(stream)
      const { mailFrom, rcptTo } = session.envelope
      received.push({
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map((recipient) => recipient.address),
        ehloName: session.hostNameAppearsAs,
        secure: session.secure,
        raw: raw.toString(),
        mail: await PostalMime.parse(raw),
      })
      done(null, 'kept as q-71')
    },
    ...options,
  })
  // In some tests the client leaves in the middle of a handshake.
  server.on('error', () => {})
  const sockets = new Set<Socket>()
  const listening = server.listen(0, '127.0.0.1')
  listening.on('connection', (socket) => sockets.add(socket))
  await once(listening, 'listening')
  return {
    port: portOf(listening),
    received,
    /** Hangs up on every client, in the middle of a line if need be. */
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}

/** A bare TCP server, for replies that no proper mail server gives. */
export async function openRudeServer(behave: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    behave(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export function smtpError(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
