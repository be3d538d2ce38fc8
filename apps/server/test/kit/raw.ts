import { connect } from 'node:net'

export type RawAnswer = {
  /** Of the first answer; 0 when the server closed without one. */
  status: number
  text: string
  /** How many answers came. */
  answers: number
}

/** More is waited for so long after the last word. */
const QUIET_MS = 1_500

/** Writes bytes as they are, waits for an answer, and reads until the server closes or says no more. */
export function raw(
  server: { url: string },
  bytes: string | Buffer | (string | Buffer)[],
): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      for (const part of [bytes].flat()) socket.write(part)
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('data', (chunk) => {
      socket.setTimeout(QUIET_MS)
      text += chunk.toString('latin1')
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      const answers = [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)]
      resolve({ status: Number(answers[0]?.[1] ?? 0), text, answers: answers.length })
    })
  })
}

/** One whole request: what `fetch` would not send. */
export function rawRequest(
  line: string,
  headers: readonly (readonly [string, string])[],
  body = '',
): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${line} HTTP/1.1\r\n${lines}\r\n${body}`
}
