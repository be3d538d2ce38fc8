import { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type GiveUp, withinDeadline } from './deadline.ts'
import type { SmtpServer, transportOptions } from './transport-options.ts'

export type Envelope = { from: string; to: string }

/** What the library throws, and whether the server may have had the mail by then. */
export type SmtpError = NodemailerError & { bodyBegan?: boolean }

type Options = {
  server: SmtpServer
  connection: ReturnType<typeof transportOptions>
  overallMs: number
}

// Some servers want a new connection now and then; most close idle ones after a minute or more.
const MAILS_PER_CONNECTION = 100
const IDLE_MS = 20_000
const LONGEST_RESET_MS = 5_000

/**
 * Connections that are kept while they are used. How many there are is for the caller to say: each hand-over has one
 * to itself.
 */
export function openConnections(options: Options) {
  const idle: Connection[] = []
  let closed = false

  function keep(connection: Connection): void {
    if (closed || connection.isWorn()) {
      connection.quit()
      return
    }
    idle.push(connection)
    connection.restUntilUsed(IDLE_MS, () => {
      const at = idle.indexOf(connection)
      if (at >= 0) idle.splice(at, 1)
    })
  }

  async function fresh(giveUp: GiveUp): Promise<Connection> {
    const connection = createConnection(options)
    giveUp.onTimeout(connection.cut)
    try {
      await connection.open()
      return connection
    } catch (error) {
      connection.cut()
      throw error
    }
  }

  async function tidyUp(connection: Connection): Promise<void> {
    const patience = setTimeout(connection.cut, LONGEST_RESET_MS)
    if (await connection.reset()) keep(connection)
    else connection.cut()
    clearTimeout(patience)
  }

  async function sendOver(
    connection: Connection,
    mail: { envelope: Envelope; body: Body },
    giveUp: GiveUp,
  ): Promise<string> {
    giveUp.onTimeout(connection.cut)
    try {
      const answer = await connection.send(mail.envelope, mail.body.stream())
      keep(connection)
      return answer
    } catch (error) {
      // A refusal leaves a sound connection behind, all else a dubious one.
      if (isReply(error)) void tidyUp(connection)
      else connection.cut()
      throw error
    }
  }

  return {
    /** Resolves to the server's answer. Throws {@link SmtpError}. */
    async send(envelope: Envelope, raw: Buffer): Promise<string> {
      const body = bodyOf(raw)
      const mail = { envelope, body }
      try {
        return await withinDeadline(options.overallMs, async (giveUp) => {
          const used = idle.pop()
          if (!used) return sendOver(await fresh(giveUp), mail, giveUp)
          used.wake()
          try {
            return await sendOver(used, mail, giveUp)
          } catch (error) {
            // The server hung up while it was idle; not a byte of the mail was sent.
            if (body.began() || isReply(error) || giveUp.isOver()) throw error
            return sendOver(await fresh(giveUp), mail, giveUp)
          }
        })
      } catch (thrown) {
        throw Object.assign(asError(thrown), { bodyBegan: body.began() })
      }
    },
    async verify(): Promise<void> {
      await withinDeadline(options.overallMs, async (giveUp) => (await fresh(giveUp)).quit())
    },
    /** Lets mails under way finish. */
    close(): void {
      closed = true
      for (const connection of idle.splice(0)) connection.quit()
    },
  }
}

type Connection = ReturnType<typeof createConnection>

function createConnection({ server, connection: settings }: Options) {
  const smtp = new SMTPConnection(settings)
  let mails = 0
  let ended = false
  let onEnd = () => {}
  let timer: NodeJS.Timeout | undefined
  // What goes wrong is told by the call that waits for it; between calls it only means that this one is of no use.
  let fail: (error: Error) => void = () => {}
  smtp.on('error', (error: Error) => fail(error))
  smtp.once('end', () => {
    ended = true
    onEnd()
    fail(Object.assign(new Error('Connection closed unexpectedly'), { code: 'ECONNECTION' }))
  })

  const step = <T>(work: (done: (error: Error | null | undefined, result?: T) => void) => void) =>
    new Promise<T | undefined>((resolve, reject) => {
      fail = reject
      work((error, result) => (error ? reject(error) : resolve(result)))
    })

  return {
    async open(): Promise<void> {
      await step<void>((done) => smtp.connect((error) => done(error)))
      if (server.auth && smtp.allowsAuth) {
        const { user, pass } = server.auth
        const auth = { user, credentials: { user, pass } }
        await step<void>((done) => smtp.login(auth, (error) => done(error)))
      }
    },
    async send(envelope: Envelope, body: Readable): Promise<string> {
      mails += 1
      const sent = await step<{ response?: string }>((done) =>
        smtp.send({ from: envelope.from, to: [envelope.to] }, body, done),
      )
      return sent?.response ?? ''
    },
    /** Whether the next mail may go this way. */
    async reset(): Promise<boolean> {
      return step<void>((done) => smtp.reset((error) => done(error))).then(
        () => true,
        () => false,
      )
    },
    isWorn: () => ended || mails >= MAILS_PER_CONNECTION,
    restUntilUsed(ms: number, leave: () => void): void {
      onEnd = leave
      timer = setTimeout(() => {
        leave()
        smtp.quit()
      }, ms)
      timer.unref()
    },
    wake(): void {
      clearTimeout(timer)
      onEnd = () => {}
    },
    quit: () => smtp.quit(),
    cut: () => smtp.close(),
  }
}

type Body = ReturnType<typeof bodyOf>

/** Knows whether the server asked for it. */
function bodyOf(raw: Buffer) {
  let began = false
  return {
    began: () => began,
    stream: () =>
      new Readable({
        read() {
          began = true
          this.push(raw)
          this.push(null)
        },
      }),
  }
}

function isReply(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && error.responseCode !== 421
}

function asError(thrown: unknown): SmtpError {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
