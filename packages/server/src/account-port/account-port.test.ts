import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import type { AccountPort, PortProblem } from '@latchkey/db'
import { freePort } from '@latchkey/db/testing'
import { expect, onTestFinished, test } from 'vitest'
import { checkPort } from './check.ts'
import { createAccountPort } from './client.ts'
import { type AccountHost, accountHandler } from './handler.ts'

/* The calls between Latchkey and an application, over real connections. */

const secretOf = (letter: string) => `whsec_${Buffer.alloc(32, letter).toString('base64')}`
const secret = secretOf('a')

const ada = { id: 1, email: 'Ada@example.test', alive: true, hasPassword: true, version: 7 }
const changeId = '0b9a1c36-9c8d-4c57-8d7e-0a3f4f0a5c11'
const change = {
  changeId,
  id: '1',
  ifVersion: '7',
  password: 'ümläut 𝟚 "quoted"',
  why: 'reset',
} as const

function hostOf(more: Partial<AccountHost> = {}): AccountHost {
  return {
    lookup: async (addresses) => (addresses.includes('ada@example.test') ? [ada] : []),
    look: async (id) => (id === '1' ? ada : undefined),
    change: async () => 'changed',
    settled: async () => 'unknown',
    ...more,
  }
}

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  })
  const at = server.address()
  if (typeof at !== 'object' || !at) throw new Error('It does not listen')
  return `http://127.0.0.1:${at.port}/latchkey`
}

async function portTo(
  host: AccountHost,
  { secrets = [secret], ...options }: Partial<Parameters<typeof createAccountPort>[0]> = {},
) {
  const url = await listening(accountHandler({ host, secrets: [secret] }))
  return createAccountPort({ url, secrets, timeoutMs: 60_000, ...options })
}

test('each call reaches the function of its name, and its answer comes back', async () => {
  const seen: unknown[] = []
  const port = await portTo(
    hostOf({
      async change(given) {
        seen.push(given)
        return 'changed'
      },
    }),
  )
  const known = { ...ada, id: '1', version: '7', locale: null }
  expect(await port.lookup(['ada@example.test', 'bob@example.test'])).toEqual([known])
  expect(await port.lookup([])).toEqual([])
  expect(await port.look('1')).toEqual(known)
  expect(await port.look('2')).toBeUndefined()
  expect(await port.change(change)).toBe('changed')
  expect(seen).toEqual([change])
  expect(await port.settled(changeId)).toBe('unknown')
})

test.each(['stale', 'unknown'] as const)(
  'a change that is %s is an answer, not a failure',
  async (status) => {
    const port = await portTo(hostOf({ change: async () => status }))
    expect(await port.change(change)).toBe(status)
  },
)

test.each([
  ['of another secret', { secrets: [secretOf('b')] }],
  ['of an hour ago', { now: () => new Date(Date.now() - 3_600_000) }],
])('a signature %s is refused before the application is called', async (_, options) => {
  const seen: string[] = []
  const port = await portTo(hostOf({ look: async (id) => void seen.push(id) }), options)
  await expect(port.look('1')).rejects.toMatchObject({ problem: 'refused', didNothing: true })
  expect(seen).toEqual([])
})

test('while a secret is changed, calls are signed with both', async () => {
  const port = await portTo(hostOf(), { secrets: [secretOf('b'), secret] })
  expect(await port.look('1')).toMatchObject({ id: '1' })
})

test('a byte of the body that was changed on the way is refused', async () => {
  const url = await listening(accountHandler({ host: hostOf(), secrets: [secret] }))
  let recorded: { headers: IncomingMessage['headers']; body: string } | undefined
  const recorder = await listening(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    recorded = { headers: request.headers, body: Buffer.concat(chunks).toString() }
    response.end()
  })
  await createAccountPort({ url: recorder, secrets: [secret] })
    .look('1')
    .catch(() => undefined)
  const { 'content-length': _, ...headers } = recorded?.headers ?? {}
  const send = async (body: string) =>
    (
      await fetch(`${url}/look`, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body,
      })
    ).status
  expect(await send(recorded?.body ?? '')).toBe(200)
  expect(await send((recorded?.body ?? '').replace('1', '2'))).toBe(401)
})

test.each<[string, RequestListener, PortProblem, boolean]>([
  ['says nothing', () => {}, 'slow', false],
  ['ends the connection', (request) => void request.socket.destroy(), 'failed', false],
  [
    'stops in the middle of its answer',
    (_, response) => void response.writeHead(200).write('{"sta'),
    'slow',
    false,
  ],
  ['has an error', (_, response) => void response.writeHead(500).end('Oops'), 'failed', false],
  [
    'is restarted behind its proxy',
    (_, response) => void response.writeHead(502).end('<html>'),
    'failed',
    false,
  ],
  [
    'answers with a page',
    (_, response) => void response.writeHead(200).end('<html>'),
    'unreadable',
    false,
  ],
  [
    'answers with other JSON',
    (_, response) => void response.writeHead(200).end('{"ok":true}'),
    'unreadable',
    false,
  ],
  [
    'has no such path',
    (_, response) => void response.writeHead(404).end('Not found'),
    'misplaced',
    false,
  ],
  [
    'says 409 and nothing more',
    (_, response) => void response.writeHead(409).end(),
    'failed',
    false,
  ],
  ['refuses', (_, response) => void response.writeHead(403).end(), 'refused', true],
  [
    'leads elsewhere',
    (_, response) => void response.writeHead(307, { location: '/other' }).end(),
    'misplaced',
    false,
  ],
  [
    'answers without an end',
    (_, response) => void response.writeHead(200).end('x'.repeat(10_000_000)),
    'unreadable',
    false,
  ],
])('an application that %s has failed', async (_, listener, problem, didNothing) => {
  const calls: string[] = []
  const url = await listening((request, response) => {
    calls.push(request.url ?? '')
    request.resume().on('end', () => listener(request, response))
  })
  const port = createAccountPort({
    url,
    secrets: [secret],
    timeoutMs: problem === 'slow' ? 3_000 : 60_000,
  })
  await expect(port.change(change)).rejects.toMatchObject({ problem, didNothing })
  // Neither a redirect nor a second try.
  expect(calls).toEqual(['/latchkey/change'])
})

test('an application that cannot be reached has done nothing', async () => {
  const closed = `http://127.0.0.1:${await freePort()}`
  const port = createAccountPort({ url: closed, secrets: [secret] })
  await expect(port.change(change)).rejects.toMatchObject({
    problem: 'unreachable',
    didNothing: true,
  })
  // https to a server that speaks plain http: nothing is sent.
  const plain = (await listening(() => {})).replace('http:', 'https:')
  await expect(
    createAccountPort({ url: plain, secrets: [secret], timeoutMs: 300 }).change(change),
  ).rejects.toMatchObject({
    problem: 'unreachable',
  })
})

test('the password is in no message of an error', async () => {
  const port = await portTo(
    hostOf({
      change: async ({ password }) => {
        throw new Error(`no hash for ${password}`)
      },
    }),
  )
  const error: unknown = await port.change(change).catch((failure: unknown) => failure)
  expect(String(error)).toContain('answered 500')
  expect(JSON.stringify(error) + String(error)).not.toContain('quoted')
})

test('an application that hangs holds a bounded number of calls', async () => {
  const url = await listening(() => {})
  const port = createAccountPort({ url, secrets: [secret], timeoutMs: 5_000 })
  const results = await Promise.allSettled(Array.from({ length: 120 }, () => port.look('1')))
  const problems = results.map(
    (result) => (result as { reason?: { problem?: string } }).reason?.problem,
  )
  expect(problems.filter((problem) => problem === 'busy').length).toBeGreaterThan(0)
  expect(new Set(problems)).toEqual(new Set(['busy', 'slow']))
})

test('the handler refuses what is no call, and reads no more than a call may have', async () => {
  const url = await listening(accountHandler({ host: hostOf(), secrets: [secret] }))
  expect((await fetch(`${url}/look`)).status).toBe(404)
  expect((await fetch(`${url}/constructor`, { method: 'POST' })).status).toBe(404)
  expect((await fetch(`${url}/look`, { method: 'POST', body: '{}' })).status).toBe(401)
  const { port } = new URL(url)
  const status = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.once('data', (data) => resolve(String(data).slice(9, 12)))
    socket.write(`POST /latchkey/look HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n`)
    for (let n = 0; n < 20; n += 1) socket.write('x'.repeat(10_000))
  })
  expect(status).toBe('413')
})

test('the check names what is wrong', async () => {
  const said = async (port: AccountPort) =>
    (await checkPort(port)).map(({ isMismatch, says }) => `${isMismatch} ${says}`)
  expect(await said(await portTo(hostOf()))).toEqual([])
  expect(await said(await portTo(hostOf({ lookup: async () => [ada] })))).toEqual([
    expect.stringMatching(/^true has accounts for nobody@latchkey.invalid/),
  ])
  expect(await said(await portTo(hostOf(), { secrets: [secretOf('b')] }))).toEqual([
    expect.stringMatching(/^true .*refused the signature/),
  ])
  const closed = `http://127.0.0.1:${await freePort()}`
  expect(await said(createAccountPort({ url: closed, secrets: [secret] }))).toEqual([
    expect.stringMatching(/^false .*cannot be reached/),
  ])
})
