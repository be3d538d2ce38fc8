import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { freePort, openReceiver, type Receiver } from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { type CollectedSpan, type Collector, openCollector } from './kit/collector.ts'
import { tokenIn } from './kit/post-office.ts'
import { scrape } from './kit/scrape.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* A whole server exports to a collector of its own, and the collector learns nothing of people. */

const email = 'augusta.ada@maths.example.test'
const clientAddress = '203.0.113.59'
const behindProxy = { 'x-forwarded-for': clientAddress, 'user-agent': 'Firefox/140 Windows' }
const metricsToken = randomBytes(16).toString('hex')
const secret = `whsec_${randomBytes(32).toString('base64')}`

let testbed: Testbed
let collector: Collector
let receiver: Receiver
let server: ServerProcess
beforeAll(async () => {
  collector = await openCollector()
  receiver = await openReceiver()
  testbed = await openTestbed({
    TRUST_PROXY: '127.0.0.1',
    METRICS_TOKEN: metricsToken,
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRET: secret,
  })
  server = await testbed.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%20test',
  })
})
afterAll(async () => {
  await Promise.all([testbed.close(), receiver.close()])
  await collector.close()
})

/** From the outermost to the innermost, by the names of spans. */
function pathTo(name: string, spans: readonly CollectedSpan[]): string[] {
  const found = spans.find((span) => span.name === name)
  const parent = spans.find(({ spanId }) => spanId === found?.parentSpanId)
  return [...(parent ? pathTo(parent.name, spans) : []), name]
}

test('one trace leads from a request through the procedure and the outbox to the email', async () => {
  await testbed.addAccount(email)
  const { data } = await call(server, 'recovery.request', { email }, behindProxy)
  const mail = await testbed.postOffice.emailTo(email)
  const requested = await collector.until([
    ...['POST /trpc/recovery.request', 'job recovery', 'send email', 'record'],
  ])

  const { traceId } = requested.find(({ name }) => name === 'POST /trpc/recovery.request') ?? {}
  const trace = requested.filter((span) => span.traceId === traceId)
  const request = ['POST /trpc/recovery.request', 'trpc recovery.request', 'recovery.request']
  expect(pathTo('open-requests', trace)).toEqual([...request, 'open-requests'])
  expect(pathTo('send email', trace)).toEqual([...request, 'job recovery', 'send email'])
  expect(trace.find(({ name }) => name === 'send email')?.attributes).toMatchObject({
    'latchkey.mail.via': 'smtp',
    'latchkey.message.kind': 'recovery',
    'latchkey.status': 'handed-over',
  })
  const parts = new Set(trace.map(({ resource }) => resource['latchkey.part']))
  expect(parts).toEqual(new Set(['web', 'worker']))
  expect(trace[0]?.resource).toMatchObject({
    'service.name': 'latchkey',
    'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
    'deployment.environment.name': 'a test',
  })

  const code = { requestId: data.requestId, code: mail.code }
  const { ticket } = (await call(server, 'recovery.verifyCode', code, behindProxy)).data
  const token = tokenIn(mail.link)
  await call(server, 'recovery.verifyToken', { token }, behindProxy)
  const changed = await call(server, 'recovery.reset', { token: ticket, newPassword }, behindProxy)
  expect(changed.data).toEqual({ status: 'changed' })
  const signIn = { email, password: newPassword }
  const signedIn = await call(server, 'session.signIn', signIn, behindProxy)
  await call(server, 'session.signIn', { email, password: oldPassword }, behindProxy)
  await testbed.postOffice.emailTo(email, { atLeast: 2 })
  const reset = await collector.until(
    ['password.hash', 'change-password', 'job password-changed', 'POST webhook'],
    (span) => span.traceId !== traceId,
  )
  expect(pathTo('hash', reset)).toEqual([
    ...['POST /trpc/recovery.reset', 'trpc recovery.reset', 'recovery.reset'],
    ...['password.hash', 'hash'],
  ])

  // The endpoint of a webhook can go on with the trace of what it is told of.
  const told = await receiver.called(1, ({ body }) => body.includes('account.password_changed'))
  const parent = String(told[0]?.headers.traceparent)
  const parents = () => collector.spans().map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`)
  await expect.poll(parents).toContain(parent)
  // A line of the log names its trace.
  const line = server
    .output()
    .split('\n')
    .find((text) => text.includes('recovery.requested'))
  expect(JSON.parse(line ?? '')).toMatchObject({ trace_id: traceId })

  // Nothing that identifies anybody, and no secret.
  const [account] = await testbed.rows<{ id: string }>('select id from latchkey.account')
  const [{ digest = '' } = {}] = await testbed.rows<{ digest: string }>(
    `select encode(address_digest, 'hex') as digest from latchkey.recovery_request`,
  )
  const everything = collector.everything()
  expect(everything.length).toBeGreaterThan(10_000)
  const cookie = signedIn.headers
    .getSetCookie()
    .join()
    .match(/=([\w-]{43});/)?.[1]
  for (const one of [
    ...[email, 'augusta', 'maths.example', clientAddress, 'Firefox', 'Windows'],
    ...[data.requestId, account?.id, digest, Buffer.from(digest, 'hex').toString('base64')],
    ...[token, ticket, cookie, newPassword, oldPassword],
  ]) {
    expect(one?.length).toBeGreaterThan(5)
    expect(everything).not.toContain(one)
  }
  expect(everything).not.toMatch(new RegExp(`(?<![0-9a-f.])${mail.code}(?![0-9a-f.])`))
})

test('requests that are written together keep traces of their own', async () => {
  const addresses = Array.from({ length: 12 }, (_, nth) => `bob-${nth}@example.test`)
  const before = new Set(collector.spans().map(({ traceId }) => traceId))
  await Promise.all(addresses.map((to) => call(server, 'recovery.request', { email: to })))
  const isNew = ({ traceId }: CollectedSpan) => !before.has(traceId)
  const tracesOf = (name: string) => {
    const named = collector.spans().filter((span) => isNew(span) && span.name === name)
    return new Set(named.map(({ traceId }) => traceId)).size
  }
  await expect.poll(() => tracesOf('job recovery')).toBe(12)
  await expect.poll(() => tracesOf('recovery.request')).toBe(12)
})

test('an unknown address has the same spans in the request as a known one', async () => {
  const spansFor = async (to: string) => {
    const traceId = randomBytes(16).toString('hex')
    const traceparent = `00-${traceId}-${stranger.spanId}-01`
    await call(server, 'recovery.request', { email: to }, { traceparent })
    const found = await collector.until(
      ['POST /trpc/recovery.request', 'open-requests'],
      (span) => span.traceId === traceId,
    )
    const inWeb = found.filter(({ resource }) => resource['latchkey.part'] === 'web')
    return inWeb.map(({ name, attributes }) => ({ name, attributes }))
  }
  expect(await spansFor('nobody@example.test')).toEqual(await spansFor(email))
})

const stranger = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
const header = (flags: string) => ({
  traceparent: `00-${stranger.traceId}-${stranger.spanId}-${flags}`,
  baggage: 'user=ada%40example.test',
  tracestate: 'vendor=ada',
})

test('a trusted proxy names the trace, and does not say whether it is recorded', async () => {
  await call(server, 'recovery.request', { email: 'cem@example.test' }, header('00'))
  const spans = await collector.until(
    ['POST /trpc/recovery.request', 'job recovery'],
    ({ traceId }) => traceId === stranger.traceId,
  )
  const request = spans.find(({ name }) => name === 'POST /trpc/recovery.request')
  expect(request?.parentSpanId).toBe(stranger.spanId)
  expect(collector.everything()).not.toContain('vendor')
})

test('the metrics that are exported are those of /metrics', async () => {
  const shown = await scrape(server, { authorization: `Bearer ${metricsToken}` })
  const exported = () =>
    collector
      .points('latchkey_reset_requests_total')
      .find(({ attributes }) => attributes.outcome === 'accepted')?.value
  await expect.poll(exported).toBe(shown.value('reset_requests_total', { outcome: 'accepted' }))
  expect(collector.points('latchkey_message_delay_seconds').length).toBeGreaterThan(0)
})

test('a stranger is not believed; protobuf is usual; what is not sent yet is sent at the end', async () => {
  const other = await openCollector()
  const plain = await testbed.start({
    TRUST_PROXY: '',
    OTEL_EXPORTER_OTLP_ENDPOINT: other.url,
    OTEL_BSP_SCHEDULE_DELAY: '60000',
    OTEL_METRICS_EXPORTER: 'none',
  })
  await call(plain, 'recovery.request', { email: 'dora@example.test' }, header('01'))
  expect(other.received).toEqual([])
  expect(await plain.kill('SIGTERM')).toBe(0)
  expect(other.everything()).toContain('recovery.request')
  expect(other.everything()).not.toContain(Buffer.from(stranger.traceId, 'hex').toString('latin1'))
  for (const { path, headers } of other.received) {
    expect([path, headers['content-type']]).toEqual(['/v1/traces', 'application/x-protobuf'])
  }
  await other.close()
})

test.each([
  ['is not there', async () => undefined],
  ['accepts connections and never answers', openSilence],
])('a collector that %s costs nothing but a line in the log', async (_what, open) => {
  const silence = await open()
  const port = silence ? (silence.address() as { port: number }).port : await freePort()
  const busy = await testbed.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  })
  for (let nth = 0; nth < 50; nth++) {
    const answer = await call(busy, 'recovery.request', { email: `eve-${nth}@example.test` })
    expect(answer.status).toBe(200)
  }
  await expect.poll(busy.output).toContain('telemetry.unsent')
  expect(await busy.kill('SIGTERM')).toBe(0)
  // One from each thread.
  const lines = busy
    .output()
    .split('\n')
    .filter((line) => line.includes('telemetry.unsent'))
  expect(lines.length).toBeLessThanOrEqual(2)
  silence?.close()
})

async function openSilence(): Promise<Server> {
  const sockets = createServer((socket) => socket.on('error', () => {}).unref())
  await new Promise<void>((resolve) => sockets.listen(0, '127.0.0.1', resolve))
  return sockets.unref()
}
