import { createServer, type Server, type Socket } from 'node:net'
import { freePort } from '../../../packages/db/src/testing/free-port.ts'
import { type ParsedEmail, parseEmail } from './parse-email.ts'
import { modes, type Reaction, type Script, type Stage } from './sink-modes.ts'

/** One SMTP session; a pooled connection carries many emails. `server`: the index of the sending server. */
export type Session = { server: number; to: string; script: Script }

/**
 * An email that was complete at the final dot. `sure`: the connection was open when it was confirmed; otherwise the
 * client cannot know, and is right to send it again.
 */
export type Delivery = ParsedEmail & { server: number; to: string; at: number; sure: boolean }

export type Sink = {
  /** One port per server, to tell the servers apart. */
  ports: readonly number[]
  deliveries: Delivery[]
  /** Sessions that have begun DATA and have no answer to the final dot yet. */
  inFlight: Set<Session>
  /** Number of sessions so far. */
  sessions(): number
  set(behave: keyof typeof modes | ((session: Omit<Session, 'script'>) => Script)): void
  /** Stops listening, so that connections are refused. */
  shut(): Promise<void>
  open(): Promise<void>
  close(): Promise<void>
}

/** A mail server on plain sockets that follows a script at each stage of a session. */
export async function openSink({ servers: count }: { servers: number }): Promise<Sink> {
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()))
  const deliveries: Delivery[] = []
  const inFlight = new Set<Session>()
  const sockets = new Set<Socket>()
  let listeners: Server[] = []
  let sessions = 0
  let scriptFor: (session: Omit<Session, 'script'>) => Script = () => modes.ok

  function serve(socket: Socket, server: number): void {
    const session: Session = { server, to: '', script: scriptFor({ server, to: '' }) }
    sessions += 1
    sockets.add(socket)
    let pending = ''
    let reading: 'lines' | 'email' = 'lines'
    let ignoring = false
    const timers: NodeJS.Timeout[] = []

    function react(stage: Stage, usual: string, onWritten = () => {}): void {
      const reaction: Reaction = session.script[stage] ?? { say: usual }
      if (reaction === 'silence') {
        ignoring = true
        return
      }
      if (reaction === 'drop') {
        socket.destroy()
        return
      }
      const { say = usual, afterMs = 0, everyMs = 0 } = reaction
      const text = `${say}\r\n`
      const parts = everyMs > 0 ? [...text] : [text]
      for (const [i, part] of parts.entries()) {
        const write = () => {
          if (socket.writable) onWritten()
          socket.write(Buffer.from(part, 'latin1'))
        }
        if (afterMs + i * everyMs === 0) write()
        else timers.push(setTimeout(write, afterMs + i * everyMs))
      }
      if (/^[45]/.test(say) && stage === 'greeting') socket.end()
    }

    function handle(line: string): void {
      const word = line.slice(0, 4).toUpperCase()
      if (word === 'EHLO') react('ehlo', '250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME')
      else if (word === 'AUTH') react('auth', '235 welcome')
      else if (word === 'MAIL') react('mail', '250 sender fine')
      else if (word === 'RCPT') {
        session.to = /<([^>]*)>/.exec(line)?.[1] ?? ''
        session.script = scriptFor(session)
        react('rcpt', '250 recipient fine')
      } else if (word === 'DATA') {
        reading = 'email'
        inFlight.add(session)
        const { data } = session.script
        react('data', '354 go on')
        if (typeof data === 'object' && data.say && !data.say.startsWith('354')) reading = 'lines'
      } else if (word === 'QUIT') socket.end('221 bye\r\n')
      else socket.write(/RSET|NOOP/.test(word) ? '250 fine\r\n' : '500 what?\r\n')
    }

    /** Stores the email first and answers then, as a mail server does. */
    function store(raw: string): void {
      const { dot } = session.script
      const accepted = typeof dot !== 'object' || !dot.say || dot.say.startsWith('250')
      const email: Delivery = {
        ...parseEmail(raw),
        server,
        to: session.to,
        at: Date.now(),
        sure: false,
      }
      if (accepted) deliveries.push(email)
      react('dot', '250 kept', () => {
        email.sure = true
        inFlight.delete(session)
      })
    }

    socket.on('data', (chunk) => {
      if (ignoring) return
      pending += chunk.toString('latin1')
      for (;;) {
        const mark = reading === 'email' ? '\r\n.\r\n' : '\r\n'
        const end = pending.indexOf(mark)
        if (end < 0) return
        const part = pending.slice(0, end)
        pending = pending.slice(end + mark.length)
        if (reading === 'lines') handle(part)
        else {
          reading = 'lines'
          store(part)
        }
      }
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      for (const timer of timers) clearTimeout(timer)
      inFlight.delete(session)
      sockets.delete(socket)
    })
    // Close at once when the other side ends: whatever is read later was sent before.
    socket.on('end', () => socket.end())
    react('greeting', '220 sink')
  }

  async function open(): Promise<void> {
    listeners = await Promise.all(
      ports.map(async (port, server) => {
        const listener = createServer({ allowHalfOpen: true }, (socket) => serve(socket, server))
        await new Promise<void>((resolve, reject) => {
          listener.once('error', reject)
          listener.listen(port, '127.0.0.1', resolve)
        })
        return listener
      }),
    )
  }

  async function shut(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    const closing = listeners
    listeners = []
    await Promise.all(closing.map((listener) => new Promise((done) => listener.close(done))))
  }

  await open()
  return {
    ports,
    deliveries,
    inFlight,
    sessions: () => sessions,
    set(behave) {
      scriptFor = typeof behave === 'string' ? () => modes[behave] : behave
    },
    open,
    shut,
    close: shut,
  }
}
