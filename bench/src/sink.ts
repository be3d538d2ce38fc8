import { createServer } from 'node:net'

/*
 * A mail server on plain sockets that accepts every email and stores none. It answers at once, or after `STEP_MS` at
 * each step. `COUNT` as the first line of a connection returns the number of emails received.
 */

const stepMs = Number(process.env.STEP_MS ?? 0)
const CRLF = '\r\n'
let emails = 0

const server = createServer((socket) => {
  let pending = ''
  let inData = false
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('error', () => {})
  const say = (line: string) => {
    if (stepMs === 0) socket.write(line + CRLF)
    else setTimeout(() => socket.writable && socket.write(line + CRLF), stepMs)
  }
  const answer = (command: string) => {
    const verb = command.slice(0, 4).toUpperCase()
    if (verb === 'COUN') socket.end(`${emails}\n`)
    else if (verb === 'EHLO') say('250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8')
    else if (verb === 'DATA') {
      inData = true
      say('354 go on')
    } else if (verb === 'QUIT') socket.end(`221 bye${CRLF}`)
    else say('250 ok')
  }
  socket.on('data', (chunk: string) => {
    pending += chunk
    while (pending !== '') {
      const mark = inData ? '\r\n.\r\n' : '\n'
      const end = pending.indexOf(mark)
      if (end < 0) return
      const text = pending.slice(0, end)
      pending = pending.slice(end + mark.length)
      if (inData) {
        inData = false
        emails += 1
        say('250 taken')
      } else answer(text.trim())
    }
  })
  say('220 sink')
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
