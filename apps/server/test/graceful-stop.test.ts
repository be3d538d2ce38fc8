import { once } from 'node:events'
import { connect } from 'node:net'
import { openSqlClient, type SqlClient } from '@latchkey/db/testing'
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

const aLockIsAwaited = (client: SqlClient) =>
  expect.poll(() => client.rows('select from pg_locks where not granted')).not.toEqual([])

const noMoreConnections = ({ url }: { url: string }) =>
  expect
    .poll(() => fetch(url).catch(({ cause }) => cause.code), { interval: 20 })
    .toBe('ECONNREFUSED')

test('while stopping, it still answers requests on open connections', async () => {
  await testbed.addAccount('ada@example.test')
  const server = await testbed.start()
  await call(server, 'recovery.request', { email: 'ada@example.test' })
  const { link } = await testbed.postOffice.emailTo('ada@example.test')

  // The account is locked, so that the reset takes a second.
  const other = await openSqlClient(testbed.environment.DATABASE_URL ?? '')
  await other.rows('begin')
  await other.rows('select 1 from account for update')
  const { hostname, port, host } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.on('data', (chunk) => (received += chunk))
  const body = JSON.stringify({ token: tokenIn(link), newPassword })
  const headers = [
    ['host', host],
    ['content-type', 'application/json'],
    ['content-length', String(body.length)],
  ] as const
  socket.write(rawRequest('POST /trpc/recovery.reset', headers, body))
  await aLockIsAwaited(other)
  const ended = server.kill('SIGTERM')
  await noMoreConnections(server)
  socket.write(rawRequest('GET /health/live', [['host', host]]))
  await once(socket, 'close')
  await other.rows('rollback')
  await other.close()

  const answers = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  expect(answers).toEqual(['503', '200'])
  expect(received.match(/retry-after/gi)).toHaveLength(1)
  expect(await ended).toBe(0)
})

test('load balancers are told that it ends before it does, and Ctrl-C does not wait for them', async () => {
  const server = await testbed.start({ DRAIN_SECONDS: '5' })
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
  const other = await openSqlClient(testbed.environment.DATABASE_URL ?? '')
  await other.rows('begin')
  await other.rows('lock table account')
  // `fetch` keeps its connection open for the next call.
  const signIn = call(server, 'session.signIn', {
    email: 'grace@example.test',
    password: oldPassword,
  })
  await aLockIsAwaited(other)
  const ended = server.kill('SIGTERM')
  await noMoreConnections(server)
  await other.rows('rollback')
  await other.close()
  expect((await signIn).status).toBe(200)
  // It would be killed, with another code, long before KEEP_ALIVE_SECONDS, which are 65.
  expect(await ended).toBe(0)
})
