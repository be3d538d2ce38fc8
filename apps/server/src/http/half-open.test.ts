import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { boundHalfOpen } from './half-open.ts'

/** A server that lets each network have three half-open connections. */
async function open() {
  const server = createServer((_, response) => response.end('ok'))
  boundHalfOpen(server, 3)
  server.listen(0, '::')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  return async (localAddress = '127.0.0.1') => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
    return socket
  }
}

/** `undefined`: the connection was closed. */
async function answerOn(socket: Socket): Promise<string | undefined> {
  const first = Promise.race([
    once(socket, 'data').then(([bytes]) => String(bytes).slice(0, 12)),
    once(socket, 'close').then(() => undefined),
  ])
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  return first.catch(() => undefined)
}

test('one network has a few half-open connections, and keeps out no other', async () => {
  const connectFrom = await open()
  const heads = [await connectFrom(), await connectFrom(), await connectFrom()]
  for (const socket of heads) socket.write('GET / HTTP/1.1\r\n')
  expect(await answerOn(await connectFrom())).toBeUndefined()
  expect(await answerOn(await connectFrom('127.0.0.2'))).toBe('HTTP/1.1 200')

  heads[0]?.destroy()
  await expect.poll(async () => answerOn(await connectFrom())).toBe('HTTP/1.1 200')
})

test('connections on which requests have arrived are not counted', async () => {
  const connectFrom = await open()
  for (let n = 0; n < 8; n += 1) expect(await answerOn(await connectFrom())).toBe('HTTP/1.1 200')
})
