import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { boundsFor } from './bounds.ts'
import { answerErrors } from './errors.ts'

const MIB = 1024 * 1024

/** A server, and a client that writes to it by hand. */
async function open() {
  const app = fastify(boundsFor({ keepAliveSeconds: 65 }))
  answerErrors(app)
  app.post('/', async () => 'never')
  app.get('/', async () => 'still here')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const closed = once(socket, 'close')
  const next = async () => String((await once(socket, 'data'))[0])
  const post = (bytes: number) =>
    `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`
  return { socket, closed, next, post, close: () => app.close() }
}

test('a client that writes a body that is too large reads the answer, and keeps its connection', async () => {
  const { socket, next, post, close } = await open()
  socket.write(post(MIB))
  const answer = await next()
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).not.toMatch(/connection: close/i)
  socket.write('x'.repeat(MIB))
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(await next()).toContain('still here')
  socket.destroy()
  await close()
})

test('a body that is far too large is not read', async () => {
  const { socket, closed, next, post, close } = await open()
  socket.write(post(64 * MIB))
  expect(await next()).toMatch(/connection: close/i)
  await closed
  await close()
})
