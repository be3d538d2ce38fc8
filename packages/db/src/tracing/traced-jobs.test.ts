import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newAddress, newRequest, type StoreTestbed, storeTestbeds } from '../testing/index.ts'

const exporter = new InMemorySpanExporter()
const spanProcessors = [new SimpleSpanProcessor({ exporter })]
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors }))
const tracer = trace.getTracer('test')

/** Runs it in a trace of its own, whose id it is told. */
async function traced<T>(work: () => Promise<T>): Promise<{ traceId: string; answer: T }> {
  const span = tracer.startSpan('caller', {}, ROOT_CONTEXT)
  const answer = await context.with(trace.setSpan(ROOT_CONTEXT, span), work)
  span.end()
  return { traceId: span.spanContext().traceId, answer }
}

describe.each(storeTestbeds)('a job on %s', (_kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
    exporter.reset()
  })
  afterAll(() => testbed.close())

  const claimed = async () => {
    const attempts = await testbed.queue.claim(100)
    return new Map(
      attempts.map(({ job, traceParent }) => [
        job.kind === 'recovery' ? job.requestId : job.kind,
        traceParent,
      ]),
    )
  }

  test('leads back to its caller, also if its request was written with others', async () => {
    const requests = Array.from({ length: 5 }, () => newRequest({ address: newAddress() }))
    const plain = newRequest({ address: newAddress() })
    const [traces] = await Promise.all([
      Promise.all(
        requests.map((request) => traced(() => testbed.stores.recovery.openRequest(request))),
      ),
      testbed.stores.recovery.openRequest(plain),
    ])
    const jobs = await claimed()
    expect(requests.map(({ id }) => jobs.get(id)?.split('-')[1])).toEqual(
      traces.map(({ traceId }) => traceId),
    )
    expect(jobs.has(plain.id)).toBe(true)
    expect(jobs.get(plain.id)).toBeUndefined()

    // The statement is in the trace of one of them, and the others have a link to it.
    const statements = exporter.getFinishedSpans().filter(({ name }) => name === 'open-requests')
    const callers = exporter.getFinishedSpans().filter(({ name }) => name === 'caller')
    const reached = new Set([
      ...statements.map((span) => span.spanContext().traceId),
      ...callers.filter(({ links }) => links.length > 0).map((span) => span.spanContext().traceId),
    ])
    expect(reached).toEqual(new Set(traces.map(({ traceId }) => traceId)))
  })

  test('that is inserted alone leads back, too', async () => {
    const job = {
      kind: 'password-changed',
      accountId: 'one',
      occurredAt: '2030-01-01T00:00:00Z',
    } as const
    const { traceId } = await traced(() =>
      testbed.db.transaction().execute((trx) => testbed.queue.enqueue(trx, job)),
    )
    expect((await claimed()).get('password-changed')).toMatch(
      new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`),
    )
  })

  test('a statement that fails leaves the code of its error, and no value', async () => {
    exporter.reset()
    const job = { kind: 'password-changed', accountId: 'ada@example.test', occurredAt: '' } as const
    const fails = traced(() =>
      testbed.db.transaction().execute((trx) => testbed.queue.enqueue(trx, job, 'no uuid of ada')),
    )
    await expect(fails).rejects.toThrow()
    const [span] = exporter.getFinishedSpans()
    expect(span).toMatchObject({ name: 'insert-job', attributes: { 'error.type': '22P02' } })
    expect(JSON.stringify([span?.attributes, span?.events, span?.status])).not.toContain('ada')
  })
})
