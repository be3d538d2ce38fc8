import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { rawRequest } from './kit/raw.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed

beforeAll(async () => {
  testbed = await openTestbed()
})
afterAll(() => testbed.close())

/** A call of which the server has the head and no body yet: it is under way for as long as the test wants. */
async function begunCall(server: { url: string }, procedure: string, input: unknown) {
  const { hostname, port, host } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.on('data', (chunk) => (received += chunk))
  const body = JSON.stringify(input)
  const headers = [
    ['host', host],
    ['content-type', 'application/json'],
    ['content-length', String(body.length)],
    ['expect', '100-continue'],
  ] as const
  socket.write(rawRequest(`POST /trpc/${procedure}`, headers))
  const statuses = () => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  await expect.poll(statuses).toEqual(['100'])
  return { socket, sendBody: () => socket.write(body), statuses }
}

const noMoreConnections = ({ url }: { url: string }) =>
  expect
    .poll(() => fetch(url).catch(({ cause }) => cause.code), { interval: 20 })
    .toBe('ECONNREFUSED')

test('while stopping, it still answers requests on open connections', async () => {
  await testbed.addAccount('ada@example.test')
  const server = await testbed.start()
  await call(server, 'recovery.request', { email: 'ada@example.test' })
  const { link } = await testbed.postOffice.emailTo('ada@example.test')

  const token = tokenIn(link)
  const reset = await begunCall(server, 'recovery.reset', { token, newPassword })
  const ended = server.kill('SIGTERM')
  await noMoreConnections(server)
  reset.sendBody()
  reset.socket.write(rawRequest('GET /health/live', [['host', new URL(server.url).host]]))
  await once(reset.socket, 'close')
  expect(reset.statuses()).toEqual(['100', '200', '200'])
  expect(await ended).toBe(0)
})

test('load balancers are told that it ends before it does, and Ctrl-C does not wait for them', async () => {
  const server = await testbed.start({ DRAIN_SECONDS: '15' })
  const ended = server.kill('SIGTERM')
  const ready = async () => {
    const answer = await fetch(`${server.url}/health/ready`)
    return [answer.status, await answer.json()]
  }
  await expect.poll(ready).toEqual([503, { status: 'not-ready', missing: ['draining'] }])
  const live = await fetch(`${server.url}/health/live`)
  expect([live.status, live.headers.get('connection')]).toEqual([200, 'close'])
  expect(await ended).toBe(0)

  // Five minutes would be longer than a test may take.
  const atTerminal = await testbed.start({ DRAIN_SECONDS: '300' })
  expect(await atTerminal.kill('SIGINT')).toBe(0)
})

test('a connection that was in use when it stopped does not hold up its end', async () => {
  await testbed.addAccount('grace@example.test')
  const server = await testbed.start()
  // Like `fetch`, it keeps its connection open for the next call.
  const signIn = await begunCall(server, 'session.signIn', {
    email: 'grace@example.test',
    password: oldPassword,
  })
  const ended = server.kill('SIGTERM')
  await noMoreConnections(server)
  signIn.sendBody()
  await expect.poll(signIn.statuses).toEqual(['100', '200'])
  // It would be killed, with another code, long before KEEP_ALIVE_SECONDS, which are 65.
  expect(await ended).toBe(0)
})
