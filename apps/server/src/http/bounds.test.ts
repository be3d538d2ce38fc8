import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { boundCalls, boundsFor } from './bounds.ts'

const MIB = 1024 * 1024

/** A server whose answers may take so long, and that says when one of them ended, and whether it was whole. */
async function open(longestAnswerMs: number, draining = () => false) {
  const app = fastify(boundsFor({ keepAliveSeconds: 65 }))
  boundCalls(app, { draining, longestAnswerMs })
  const ended = Promise.withResolvers<'whole' | 'cut off'>()
  app.get('/', (_request, reply) => {
    reply.raw.once('close', () => ended.resolve(reply.raw.writableFinished ? 'whole' : 'cut off'))
    // More than the buffers of both machines hold.
    reply.send(Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(MIB))))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { app, port, ended: ended.promise }
}

test('a client that does not read its answer is disconnected', async () => {
  const { app, port, ended } = await open(100)
  const socket = connect(port, '127.0.0.1').pause()
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(await ended).toBe('cut off')
  socket.destroy()
  await app.close()
})

test('a client that reads gets the whole answer, and keeps its connection', async () => {
  const { app, port, ended } = await open(60_000)
  const socket = connect(port, '127.0.0.1').resume()
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(await ended).toBe('whole')
  socket.write('GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await once(socket, 'close')
  await app.close()
})

test('a process that is about to end says so on every answer, so that clients connect elsewhere', async () => {
  let draining = false
  const { app } = await open(60_000, () => draining)
  const connection = async () => (await app.inject('/none')).headers.connection
  expect(await connection()).not.toBe('close')
  draining = true
  expect(await connection()).toBe('close')
  await app.close()
})

test('idle connections outlive those of common load balancers, and no requests', () => {
  expect(boundsFor({ keepAliveSeconds: 65 })).toMatchObject({
    keepAliveTimeout: 65_000,
    requestTimeout: 15_000,
  })
})

test('a client that is still writing a head that is too large reads why it was refused', async () => {
  const { app, port } = await open(60_000)
  for (let round = 0; round < 20; round++) {
    const socket = connect(port, '127.0.0.1')
    const answer = socket.toArray()
    socket.write(`GET /${'A'.repeat(MIB)}`)
    for (let piece = 0; piece < 10; piece++) {
      await new Promise((done) => setTimeout(done, 2))
      socket.write('A'.repeat(100_000))
    }
    socket.end()
    expect(Buffer.concat(await answer).toString()).toMatch(/^HTTP\/1\.1 431 /)
  }
  await app.close()
})

test('a client that never stops writing what was refused is disconnected', async () => {
  const { app, port } = await open(60_000)
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume()
  const gone = new Promise((done) => socket.once('error', done))
  const write = (error?: Error | null) => {
    if (!error && socket.bytesWritten < 256 * MIB) socket.write('A'.repeat(MIB), write)
  }
  write()
  await gone
  expect(socket.bytesWritten).toBeLessThan(64 * MIB)
  await app.close()
})
