import { connect, createServer, type Socket } from 'node:net'

/**
 * What no call causes: the settings of a new connection, which a pool opens when it likes, and what timers do. These
 * write the counts of limits, write and read when processes of each secret and of each map were last seen, and store
 * the files of the pages, which calls only read.
 */
const besides =
  /^select set_config\(|"limit_hit"|"server_secret"|"account_map"|^(?:update|insert into|delete from) "page_file"/

/** A way to a PostgreSQL on this machine that writes down every statement that calls cause along it. */
export type StatementLog = {
  url: string
  /** The statements since the last call, in order. */
  take(): string[]
  close(): Promise<void>
}

export async function openStatementLog(databaseUrl: string): Promise<StatementLog> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let statements: string[] = []
  const note = (statement: string) => {
    if (!besides.test(statement)) statements.push(statement)
  }
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    // A named statement is sent once and run many times, so each is noted when it is given its values.
    const parsed = new Map<string, string>()
    const read = messageReader((type, body) => {
      const afterName = body.indexOf(0) + 1
      if (type === 'Q') note(text(body, 0))
      if (type === 'P') parsed.set(text(body, 0), text(body, afterName))
      if (type === 'B') note(parsed.get(text(body, afterName)) ?? '')
    })
    near.on('data', read)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const through = new URL(databaseUrl)
  through.host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url: through.href,
    take() {
      const taken = statements
      statements = []
      return taken
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** PostgreSQL's frontend messages: one without a type to begin with, then a letter, a length and a body each. */
function messageReader(onMessage: (type: string, body: Buffer) => void) {
  let kept = Buffer.alloc(0)
  let begun = false
  return (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk])
    for (;;) {
      const head = begun ? 1 : 0
      if (kept.length < head + 4) return
      const end = head + kept.readUInt32BE(head)
      if (kept.length < end) return
      if (begun) onMessage(String.fromCharCode(kept[0] ?? 0), kept.subarray(5, end))
      begun = true
      kept = kept.subarray(end)
    }
  }
}

function text(body: Buffer, from: number): string {
  return body.toString('utf8', from, body.indexOf(0, from))
}
