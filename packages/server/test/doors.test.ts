import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Latchkey } from '@latchkey/server'
import { fastifyLatchkey } from '@latchkey/server/fastify'
import { fetchHandler, routeHandlers } from '@latchkey/server/fetch'
import { nodeListener } from '@latchkey/server/node'
import express5 from 'express'
import express4 from 'express-4'
import { fastify } from 'fastify'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { newPassword, openWorld, type World } from './kit/postgres-world.ts'

/* Every door, by a real server of its kind: forgot → email → reset → sign-in, over HTTP. */

let world: World
let latchkey: Latchkey
beforeAll(async () => {
  world = await openWorld()
  latchkey = await world.open({ limits: 'off' })
  await latchkey.ready()
})
afterAll(() => world.close())

const caller = { remoteAddress: '192.0.2.1', headers: {} }

/** @returns the address of what Latchkey is mounted at. */
type Open = () => Promise<string>

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function onFastify(): Promise<string> {
  const app = fastify()
  app.post('/echo', async (request) => request.body)
  app.register(fastifyLatchkey, { latchkey, prefix: '/recovery' })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return `${url}/recovery`
}

const doors: [string, Open][] = [
  ['Fastify', onFastify],
  ['node:http', async () => `${await listening(nodeListener(latchkey))}/some/where`],
  ...(
    [
      ['Express 4', express4],
      ['Express 5', express5],
    ] as const
  ).flatMap(([name, express]): [string, Open][] => [
    [
      name,
      async () => {
        const app = express()
        app.use('/recovery', nodeListener(latchkey))
        app.use(express.json())
        return `${await listening(app)}/recovery`
      },
    ],
    [
      `${name} after express.json()`,
      async () => {
        const app = express()
        app.use(express.json())
        app.use('/api', nodeListener(latchkey))
        app.get('/api/other', (_request, response) => void response.send('another route'))
        return `${await listening(app)}/api`
      },
    ],
  ]),
  [
    'Hono',
    async () => {
      const app = new Hono().basePath('/api')
      app.all('/recovery/*', (context) =>
        latchkey.handler(context.req.raw, {
          remoteAddress: getConnInfo(context).remote.address,
        }),
      )
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
      await new Promise((resolve) => server.once('listening', resolve))
      onTestFinished(() => void server.close())
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/recovery`
    },
  ],
]

async function post(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

describe.each(doors)('%s', (name, open) => {
  const email = `${name.replace(/\W/g, '').toLowerCase()}@example.test`

  test('a password is forgotten, emailed about, checked and changed', async () => {
    const at = await open()
    await world.addAccount(latchkey, email)
    const asked = await post(`${at}/forgot-password`, { email })
    expect(asked).toMatchObject({ status: 200, body: { success: true, resendAfterSeconds: 60 } })
    const { token } = await world.mail.emailTo(email)

    const checked = await fetch(`${at}/verify-reset-token/${token}`)
    expect(await checked.json()).toMatchObject({ success: true, login: email })
    expect(checked.headers.get('cache-control')).toBe('no-store')
    const reset = { token, newPassword, confirmPassword: newPassword }
    expect(await post(`${at}/reset-password`, reset)).toMatchObject({
      status: 200,
      body: { success: true },
    })
    expect(await post(`${at}/reset-password`, reset)).toMatchObject({
      status: 400,
      body: { success: false, code: 'INVALID_OR_EXPIRED' },
    })
    expect(await latchkey.sessions.signIn({ email, password: newPassword }, caller)).toMatchObject({
      status: 'signed-in',
    })
  })

  test('tRPC is answered at the same place, and bad input with what is wrong', async () => {
    const at = await open()
    const settings = await fetch(`${at}/trpc/settings.public`)
    expect(await settings.json()).toMatchObject({ result: { data: { productName: 'Example' } } })
    expect(await post(`${at}/trpc/recovery.verifyToken`, { token: 'made up' })).toMatchObject({
      status: 400,
      body: { error: { message: 'INVALID_OR_EXPIRED' } },
    })
    expect(await post(`${at}/forgot-password`, { email: 'nobody' })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_INPUT', fields: { email: expect.stringContaining('name@example') } },
    })
    const form = await fetch(`${at}/forgot-password`, { method: 'POST', body: `email=${email}` })
    expect(form.status).toBe(415)
    const long = await post(`${at}/forgot-password`, { email: 'a'.repeat(20_000) })
    expect(long).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } })
  })
})

test('what is not a call of Latchkey goes on to the next route', async () => {
  const [, open] = doors.find(([name]) => name === 'Express 5 after express.json()') ?? []
  const at = (await open?.()) ?? ''
  expect(await (await fetch(`${at}/other`)).text()).toBe('another route')
})

test('a Fastify application keeps its own parsers', async () => {
  const at = (await onFastify()).replace('/recovery', '')
  expect(await post(`${at}/echo`, { a: 1 })).toEqual({ status: 200, body: { a: 1 } })
})

test('a route handler of Next.js is a function of a request', async () => {
  const { GET, POST } = routeHandlers(latchkey, (request) => request.headers.get('x-real-ip') ?? '')
  const url = 'https://app.example.test/api/recovery'
  const headers = { 'content-type': 'application/json', 'x-real-ip': '192.0.2.9' }
  const body = JSON.stringify({ email: 'next@example.test' })
  expect(
    (await POST(new Request(`${url}/forgot-password`, { method: 'POST', headers, body }))).status,
  ).toBe(200)
  expect((await GET(new Request(`${url}/nothing-of-ours`))).status).toBe(404)
  const withGet = await GET(new Request(`${url}/forgot-password`))
  expect([withGet.status, withGet.headers.get('allow')]).toEqual([405, 'POST'])
})

test('a body that somebody else read is named, and nothing is lost', async () => {
  const lines: object[] = []
  const keep = (line: object) => void lines.push(line)
  const strict = await world.open({ log: { debug() {}, info() {}, warn() {}, error: keep } })
  const handle = fetchHandler(strict, () => '192.0.2.9')
  const request = new Request('https://app.example.test/recovery/forgot-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.test' }),
  })
  await request.text()
  const answer = await handle(request)
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }])
  expect(lines).toMatchObject([{ event: 'http.body-read-before' }])
})
