import { openTestLatchkey } from '@latchkey/server/testing'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { longWait } from './kit/long-wait.ts'

/* An application that has OpenTelemetry sees what Latchkey does inside it, without telling Latchkey. */

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(provider)

let kit: Awaited<ReturnType<typeof openTestLatchkey>>
beforeAll(async () => {
  kit = await openTestLatchkey()
})
afterAll(() => kit.close())

const caller = { remoteAddress: '192.0.2.7', headers: { 'user-agent': 'Firefox/140 Linux' } }

test('the span of the application leads to the email', async () => {
  await kit.addAccount('ada@example.test')
  const tracer = trace.getTracer('application')
  await tracer.startActiveSpan('POST /forgot', async (span) => {
    await kit.latchkey.recovery.request({ email: 'ada@example.test' }, caller)
    span.end()
  })
  await kit.mailbox.emailTo('ada@example.test', longWait)
  const spans = () => exporter.getFinishedSpans()
  await expect.poll(() => spans().map(({ name }) => name)).toContain('job recovery')
  const { traceId } =
    spans()
      .find(({ name }) => name === 'POST /forgot')
      ?.spanContext() ?? {}
  const names = spans()
    .filter((span) => span.spanContext().traceId === traceId)
    .map(({ name }) => name)
  for (const name of ['recovery.request', 'open-requests', 'job recovery', 'send email']) {
    expect(names).toContain(name)
  }
  expect(JSON.stringify(spans().map(({ attributes }) => attributes))).not.toMatch(/ada|192\.0\.2/)
})

test('what no request caused has no span', async () => {
  exporter.reset()
  await kit.latchkey.ready()
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(exporter.getFinishedSpans()).toEqual([])
})
