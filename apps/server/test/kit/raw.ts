import { connect } from 'node:net'
import { LONGEST_WAIT_MS } from './until.ts'

export type RawAnswer = {
  /** Of the first answer; 0 when the server closed without one. */
  status: number
  text: string
  /** How many answers came. */
  answers: number
}

/** Writes bytes as they are, and reads until the server closes, or `quietMs` after the last byte of an answer. */
export function raw(
  server: { url: string },
  bytes: string | Buffer | (string | Buffer)[],
  { quietMs = 1_500 } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      for (const part of [bytes].flat()) socket.write(part)
    })
    socket.setTimeout(LONGEST_WAIT_MS, () => socket.destroy())
    socket.on('data', (chunk) => {
      socket.setTimeout(quietMs)
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
