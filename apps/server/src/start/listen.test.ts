import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { listen, sentenceFor } from './listen.ts'

test.each([
  ['no-such-name.invalid', /^HOST="no-such-name.invalid" is a name that leads to no address/],
  ['192.0.2.1', /^HOST="192.0.2.1" is not an address of this machine/],
])('an address that cannot be listened on is one sentence: %s', async (host, sentence) => {
  const app = fastify()
  await expect(listen(app, { host, port: 0, setting: 'PORT' })).rejects.toThrow(sentence)
  await app.close()
})

test('a port in use names the setting it came from', async () => {
  const first = fastify()
  const address = await listen(first, { host: '127.0.0.1', port: 0, setting: 'PORT' })
  const place = {
    host: '127.0.0.1',
    port: Number(new URL(address).port),
    setting: 'WORKER_PORT',
  } as const
  const second = fastify()
  await expect(listen(second, place)).rejects.toThrow(/in use.*WORKER_PORT/)
  await Promise.all([first.close(), second.close()])
})

test('what is no matter of the settings stays as it is', () => {
  const place = { host: 'localhost', port: 3000, setting: 'PORT' } as const
  expect(sentenceFor(new Error('a bug'), place)).toBeUndefined()
})
