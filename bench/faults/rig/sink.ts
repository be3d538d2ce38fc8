import { createServer, type Server, type Socket } from 'node:net'
import { freePort } from '../../../packages/db/src/testing/postgres-server.ts'
import { type Received, readMail } from './read-mail.ts'
import { modes, type Reaction, type Script, type Stage } from './sink-modes.ts'

/** One talk with a client; a pooled connection carries many mails. */
export type Talk = { door: number; to: string; script: Script }

/**
 * A mail that was whole at the final dot. `sure`: the client's side stood open when it was told so; otherwise the
 * client cannot know, and is right to send it again.
 */
export type Delivery = Received & { door: number; to: string; at: number; sure: boolean }

export type Sink = {
  /** A door for each server, so that one sees who is calling. */
  ports: readonly number[]
  deliveries: Delivery[]
  /** Mails under way at a door: begun with DATA, not answered yet. */
  talking: Set<Talk>
  /** Talks begun so far. */
  talks(): number
  set(behave: keyof typeof modes | ((talk: Omit<Talk, 'script'>) => Script)): void
  /** Nobody listens: connections are refused. */
  shut(): Promise<void>
  open(): Promise<void>
  close(): Promise<void>
}

/** A mail server on plain sockets that does at each stage of a talk what its script says. */
export async function openSink({ doors }: { doors: number }): Promise<Sink> {
  const ports = await Promise.all(Array.from({ length: doors }, () => freePort()))
  const deliveries: Delivery[] = []
  const talking = new Set<Talk>()
  const sockets = new Set<Socket>()
  let servers: Server[] = []
  let begun = 0
  let scriptFor: (talk: Omit<Talk, 'script'>) => Script = () => modes.ok

  function serve(socket: Socket, door: number): void {
    const talk: Talk = { door, to: '', script: scriptFor({ door, to: '' }) }
    begun += 1
    sockets.add(socket)
    let kept = ''
    let reading: 'lines' | 'mail' = 'lines'
    let deaf = false
    const timers: NodeJS.Timeout[] = []

    function react(stage: Stage, usual: string, onSaid = () => {}): void {
      const reaction: Reaction = talk.script[stage] ?? { say: usual }
      if (reaction === 'silence') {
        deaf = true
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
          if (socket.writable) onSaid()
          socket.write(Buffer.from(part, 'latin1'))
        }
        if (afterMs + i * everyMs === 0) write()
        else timers.push(setTimeout(write, afterMs + i * everyMs))
      }
      if (/^[45]/.test(say) && stage === 'greeting') socket.end()
    }

    function hear(line: string): void {
      const word = line.slice(0, 4).toUpperCase()
      if (word === 'EHLO') react('ehlo', '250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME')
      else if (word === 'AUTH') react('auth', '235 welcome')
      else if (word === 'MAIL') react('mail', '250 sender fine')
      else if (word === 'RCPT') {
        talk.to = /<([^>]*)>/.exec(line)?.[1] ?? ''
        talk.script = scriptFor(talk)
        react('rcpt', '250 recipient fine')
      } else if (word === 'DATA') {
        reading = 'mail'
        talking.add(talk)
        const { data } = talk.script
        react('data', '354 go on')
        if (typeof data === 'object' && data.say && !data.say.startsWith('354')) reading = 'lines'
      } else if (word === 'QUIT') socket.end('221 bye\r\n')
      else socket.write(/RSET|NOOP/.test(word) ? '250 fine\r\n' : '500 what?\r\n')
    }

    /** As a mail server does: kept first, answered then. */
    function keep(raw: string): void {
      const { dot } = talk.script
      const taken = typeof dot !== 'object' || !dot.say || dot.say.startsWith('250')
      const mail: Delivery = { ...readMail(raw), door, to: talk.to, at: Date.now(), sure: false }
      if (taken) deliveries.push(mail)
      react('dot', '250 kept', () => {
        mail.sure = true
        talking.delete(talk)
      })
    }

    socket.on('data', (chunk) => {
      if (deaf) return
      kept += chunk.toString('latin1')
      for (;;) {
        const mark = reading === 'mail' ? '\r\n.\r\n' : '\r\n'
        const end = kept.indexOf(mark)
        if (end < 0) return
        const part = kept.slice(0, end)
        kept = kept.slice(end + mark.length)
        if (reading === 'lines') hear(part)
        else {
          reading = 'lines'
          keep(part)
        }
      }
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      for (const timer of timers) clearTimeout(timer)
      talking.delete(talk)
      sockets.delete(socket)
    })
    // The other side's end counts at once: what is read later was sent before it.
    socket.on('end', () => socket.end())
    react('greeting', '220 sink')
  }

  async function open(): Promise<void> {
    servers = await Promise.all(
      ports.map(async (port, door) => {
        const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, door))
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject)
          server.listen(port, '127.0.0.1', resolve)
        })
        return server
      }),
    )
  }

  async function shut(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    const closing = servers
    servers = []
    await Promise.all(closing.map((server) => new Promise((done) => server.close(done))))
  }

  await open()
  return {
    ports,
    deliveries,
    talking,
    talks: () => begun,
    set(behave) {
      scriptFor = typeof behave === 'string' ? () => modes[behave] : behave
    },
    open,
    shut,
    close: shut,
  }
}
