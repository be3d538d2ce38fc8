import { Agent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { text } from 'node:stream/consumers'

export type Call = { method: 'GET' | 'POST'; path: string; body?: unknown }

export type Reply = {
  status: number
  /** Names and values, in the order in which they arrived. */
  headers: readonly string[]
  body: string
  micros: number
}

/** A connection to a running server. It is kept open, so that no sample includes a handshake. */
export type Connection = { call(call: Call): Promise<Reply>; close(): void }

// The server closes a connection after 1 000 calls, and the last answer has an additional header.
const CALLS_PER_CONNECTION = 800
const TIMEOUT_MS = 30_000

export function openConnection(origin: string): Connection {
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
        const request = send(
          new URL(path, origin),
          { method, agent, timeout: TIMEOUT_MS, headers },
          async (answer) => {
            const received = await text(answer).catch(reject)
            const micros = (performance.now() - startedAt) * 1000
            const { statusCode: status = 0, rawHeaders } = answer
            resolve({ status, headers: rawHeaders, body: received ?? '', micros })
          },
        )
        request.on('timeout', () => request.destroy(new Error('no answer within 30 seconds')))
        request.on('error', reject)
        request.end(payload)
      })
    },
    close: () => agent.destroy(),
  }
}
