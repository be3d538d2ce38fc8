import { Agent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { text } from 'node:stream/consumers'

export type Call = { method: 'GET' | 'POST'; path: string; body?: unknown }

export type Reply = {
  status: number
  /** Names and values as they came, in their order. */
  headers: readonly string[]
  body: string
  micros: number
}

/** One connection at a time to a running server, kept open, so that no sample pays for another's handshake. */
export type Line = { call(call: Call): Promise<Reply>; close(): void }

// Below the server's own end of a connection, whose last answer says so in a header.
const CALLS_PER_CONNECTION = 800
const LONGEST_WAIT_MS = 30_000

export function openLine(origin: string): Line {
  const secure = origin.startsWith('https:')
  const send = secure ? secureRequest : plainRequest
  const connect = () => new (secure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 1 })
  let agent = connect()
  let calls = 0

  return {
    async call({ method, path, body }) {
      if (++calls % CALLS_PER_CONNECTION === 0) {
        agent.destroy()
        agent = connect()
      }
      const payload = body === undefined ? '' : JSON.stringify(body)
      const headers = body === undefined ? {} : { 'content-type': 'application/json' }
      const startedAt = performance.now()
      return new Promise((resolve, reject) => {
        const asked = send(
          new URL(path, origin),
          { method, agent, timeout: LONGEST_WAIT_MS, headers },
          async (answer) => {
            const received = await text(answer).catch(reject)
            const micros = (performance.now() - startedAt) * 1000
            const { statusCode: status = 0, rawHeaders } = answer
            resolve({ status, headers: rawHeaders, body: received ?? '', micros })
          },
        )
        asked.on('timeout', () => asked.destroy(new Error('no answer within 30 seconds')))
        asked.on('error', reject)
        asked.end(payload)
      })
    },
    close: () => agent.destroy(),
  }
}
