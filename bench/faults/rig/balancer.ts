import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RigServer } from './server.ts'

const LOOK_EVERY_MS = 200

export type Balancer = {
  url: string
  /** Calls that it could not pass on, or whose connection broke. */
  failures(): number
  close(): Promise<void>
}

/**
 * A load balancer as people run them: it asks each server whether it is ready, passes each request to the next one that
 * is, keeps its connections to them, and never repeats a request.
 */
export async function openBalancer(servers: readonly RigServer[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const ready = new Set<RigServer>()
  let turn = 0
  let failed = 0
  let isClosed = false

  async function look(): Promise<void> {
    await Promise.all(
      servers.map(async (server) => {
        if (await server.ready()) ready.add(server)
        else ready.delete(server)
      }),
    )
  }

  function fail(response: ServerResponse): void {
    failed += 1
    if (response.headersSent) response.destroy()
    else response.writeHead(502, { 'content-type': 'application/json' }).end('{}')
  }

  function pass(incoming: IncomingMessage, response: ServerResponse): void {
    const targets = servers.filter((server) => ready.has(server))
    turn += 1
    const target = targets[turn % targets.length]
    if (!target) {
      fail(response)
      return
    }
    const { method, url = '/', headers } = incoming
    const outgoing = request(new URL(url, target.url), { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, response, () => {})
    })
    outgoing.once('error', () => fail(response))
    pipeline(incoming, outgoing, () => {})
  }

  // One look after the other: an older answer must not replace a newer one.
  async function keepLooking(): Promise<void> {
    while (!isClosed) {
      await look()
      await sleep(LOOK_EVERY_MS)
    }
  }

  await look()
  const looking = keepLooking()
  const server = createServer(pass)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    failures: () => failed,
    async close() {
      isClosed = true
      await looking
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      agent.destroy()
    },
  }
}
