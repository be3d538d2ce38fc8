import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NormalPassword, RecoveryEvent } from '@latchkey/core'
import { expect, onTestFinished, test } from 'vitest'
import { createBreachedPasswords } from './breached-passwords.ts'

// SHA-1: 21BD1 2DC183F740EE76F27B78EB39C8AD972A757
const password = 'P@ssw0rd' as NormalPassword
const suffix = '2DC183F740EE76F27B78EB39C8AD972A757'
const others = ['0018A45C4D1DEF81644B54AB7F969B88D65:1', '00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2']

/** A range service on this machine, and what it was asked. */
async function rangeService(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const asked: { url: string | undefined; body: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ url: request.url, body, headers: request.headers })
    answer(response, request)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const events: RecoveryEvent[] = []
  const ranges = `http://127.0.0.1:${port}/range/`
  const breached = createBreachedPasswords(ranges, (event) => events.push(event))
  return { asked, events, breached }
}

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n`

test('finds a password by the first five digits of its SHA-1, and sends nothing else', async () => {
  const { asked, events, breached } = await rangeService((response) =>
    response.end(lines(...others, `${suffix}:86453`)),
  )
  expect(await breached.has(password)).toBe(true)
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({
    url: '/range/21BD1',
    body: '',
    headers: { 'add-padding': 'true' },
  })
  expect(JSON.stringify(asked)).not.toMatch(new RegExp(`2DC18|${password}`, 'i'))
  expect(events).toEqual([{ event: 'password.breach-lookup', outcome: 'found' }])
})

test('accepts a password that is not in its range', async () => {
  const { events, breached } = await rangeService((response) => response.end(lines(...others)))
  expect(await breached.has(password)).toBe(false)
  expect(events).toEqual([{ event: 'password.breach-lookup', outcome: 'not-found' }])
})

test('ignores padding', async () => {
  const { events, breached } = await rangeService((response) =>
    response.end(lines(...others, `${suffix}:0`)),
  )
  expect(await breached.has(password)).toBe(false)
  expect(events).toEqual([{ event: 'password.breach-lookup', outcome: 'not-found' }])
})

const broken: [string, (response: ServerResponse) => void][] = [
  ['never answers', () => {}],
  [
    'trickles',
    (response) => {
      const more = setInterval(() => response.write(`${others[0]}\n`), 50)
      response.on('close', () => clearInterval(more))
    },
  ],
  ['sends too much', (response) => response.end(`${others[0]}\n`.repeat(50_000))],
  ['hangs up', (response) => response.destroy()],
  ['is busy', (response) => response.writeHead(503).end(lines(`${suffix}:7`))],
  [
    'says something else',
    (response) => response.end('<html>Sign in to the hotel’s network</html>'),
  ],
  ['says nothing', (response) => response.end()],
  [
    'sends us elsewhere',
    (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
]
test.each(broken)(
  'a service that %s lets every password pass, and is noticed',
  async (_, answer) => {
    const { events, breached } = await rangeService(answer)
    expect(await breached.has(password)).toBe(false)
    expect(events).toEqual([
      { event: 'password.breach-lookup', outcome: 'failed', problem: expect.any(String) },
    ])
    expect(JSON.stringify(events)).not.toMatch(/21BD1|P@ssw0rd/)
  },
)

test('a service that cannot be reached lets the password pass', async () => {
  const events: RecoveryEvent[] = []
  const breached = createBreachedPasswords('http://127.0.0.1:1/range/', (e) => events.push(e))
  expect(await breached.has(password)).toBe(false)
  expect(events).toMatchObject([{ outcome: 'failed' }])
})
