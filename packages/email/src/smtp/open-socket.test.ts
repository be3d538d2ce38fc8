import { isIP, type LookupFunction } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openRudeServer } from '../testing/mail-server.ts'
import { openSocket } from './open-socket.ts'

/** A name that resolves to these addresses. */
function namedBy(addresses: readonly string[]): LookupFunction {
  return (_host, _options, found) =>
    found(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    )
}

function connectTo(port: number, addresses: readonly string[]): Promise<string | undefined> {
  const options = { host: 'mail.example.test', port, timeoutMs: 5_000, lookup: namedBy(addresses) }
  return new Promise((resolve, reject) => {
    openSocket(options, (error, opened) => {
      if (!opened) return reject(error)
      resolve(opened.connection.remoteAddress)
      opened.connection.destroy()
    })
  })
}

test.each([
  [['127.0.0.1']],
  [['127.0.0.2', '127.0.0.1']],
  [['::1', '127.0.0.1']],
  [['127.0.0.2', '127.0.0.3', '127.0.0.1']],
])('the addresses %j are tried in turn', async (addresses) => {
  const server = await openRudeServer(() => {})
  onTestFinished(server.close)
  expect(await connectTo(server.port, addresses)).toBe('127.0.0.1')
})

test('when no address answers, the first one says why', async () => {
  const server = await openRudeServer(() => {})
  await server.close()
  await expect(connectTo(server.port, ['127.0.0.2', '127.0.0.3'])).rejects.toMatchObject({
    code: 'ESOCKET',
    originalCode: 'ECONNREFUSED',
    message: expect.stringContaining('127.0.0.2'),
  })
})

test('a name that does not exist is a failed look-up', async () => {
  const opened = new Promise((_, reject) =>
    openSocket({ host: 'mail.invalid', port: 25, timeoutMs: 5_000 }, reject),
  )
  await expect(opened).rejects.toMatchObject({ code: 'EDNS', originalCode: 'ENOTFOUND' })
})
