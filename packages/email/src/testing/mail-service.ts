import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export type ServiceCall = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

type Answer = {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** Answers as a function of the call, or takes the whole call over. */
export type Answers = (
  call: ServiceCall,
  response: ServerResponse,
) => Answer | 'silence' | 'hang-up' | undefined

/** The https side of a mail service, on a free port, that keeps the calls it got. */
export async function openMailService(answers: Answers) {
  const calls: ServiceCall[] = []
  const server = createServer(async (request, response): Promise<void> => {
    const { method = '', url: path = '', headers } = request
    const call = { method, path, headers, body: await text(request) }
    calls.push(call)
    const answer = answers(call, response)
    if (answer === 'silence' || answer === undefined) return
    if (answer === 'hang-up') {
      request.socket.destroy()
      return
    }
    const { status, body = {}, headers: more = {} } = answer
    response.writeHead(status, { 'content-type': 'application/json', ...more })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { endpoint, calls }
}

/** Gives these answers one after the other, and the last one for good. */
export function inTurn(...all: ReturnType<Answers>[]): Answers {
  let n = 0
  return () => {
    const answer = all[Math.min(n, all.length - 1)]
    n += 1
    return answer
  }
}
