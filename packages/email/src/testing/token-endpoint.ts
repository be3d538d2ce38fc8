import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

type Answer = { status: number; body: unknown }

/** An OAuth token endpoint on a free port. */
export async function openTokenEndpoint(answers: (form: URLSearchParams) => Answer | 'silence') {
  const forms: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    forms.push(form)
    const answer = answers(form)
    if (answer === 'silence') return
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    /** What was posted, in order. */
    forms,
  }
}

/** Answers with a new token each time: `token-1`, `token-2` … */
export function countedTokens(expiresInSeconds = 3600) {
  let count = 0
  return () => {
    count += 1
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: expiresInSeconds,
        access_token: `token-${count}`,
      },
    }
  }
}

export function refusedToken(status: number, error: string, description: string) {
  return () => ({ status, body: { error, error_description: description } })
}
