import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

export type Received = { headers: Record<string, string>; body: string }

/** How the receiver answers a call. */
export type Script = (call: Received, response: ServerResponse) => void

/** An application that is told of events: a real HTTP server. */
export async function openReceiver() {
  const calls: Received[] = []
  let script: Script = (_, response) => response.writeHead(204).end()
  const server = createServer(async (request, response) => {
    const call = { headers: request.headers as Record<string, string>, body: await text(request) }
    calls.push(call)
    script(call, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    calls,
    answers(with_: Script | number) {
      script = typeof with_ === 'number' ? (_, response) => response.writeHead(with_).end() : with_
    },
    /** Waits until so many calls fit. */
    async called(count: number, fits: (call: Received) => boolean = () => true) {
      for (let tries = 0; tries < 4_800; tries++) {
        const found = calls.filter(fits)
        if (found.length >= count) return found
        await sleep(25)
      }
      throw new Error(`${calls.filter(fits).length} of ${count} calls came`)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof openReceiver>>
