import type { JobAttempt } from '@latchkey/core'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, expect, test } from 'vitest'
import { beginJobSpan, endJobSpan, inJobs } from './job-spans.ts'

const exporter = new InMemorySpanExporter()
const spanProcessors = [new SimpleSpanProcessor({ exporter })]
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors }))
afterEach(() => exporter.reset())

const traceId = '0af7651916cd43dd8448eb211c80319c'

function attempt(traceParent?: string): JobAttempt {
  const job = { kind: 'recovery', requestId: '1', withheld: false } as const
  const base = { jobId: '1', claim: 1, queuedAt: new Date(), job }
  return traceParent === undefined ? base : { ...base, traceParent }
}

function traceOf(one: JobAttempt) {
  beginJobSpan(one)
  endJobSpan(one)
  return exporter.getFinishedSpans().at(-1)?.spanContext().traceId
}

test('an attempt goes on with the trace of its job', () => {
  expect(traceOf(attempt(`00-${traceId}-b7ad6b7169203331-01`))).toBe(traceId)
})

test('what was not recorded goes on unrecorded', () => {
  const one = attempt(`00-${traceId}-b7ad6b7169203331-00`)
  beginJobSpan(one)
  endJobSpan(one)
  expect(exporter.getFinishedSpans()).toEqual([])
})

test.each([
  ['nothing', undefined],
  ['words', 'drop table outbox_job'],
  ['another version', `01-${traceId}-b7ad6b7169203331-01`],
  ['zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['more', `00-${traceId}-b7ad6b7169203331-01-more`],
])('with %s in its place, it begins a trace of its own', (_what, text) => {
  expect(traceOf(attempt(text))).toMatch(/^[0-9a-f]{32}$/)
  expect(traceOf(attempt(text))).not.toBe(traceId)
})

test('work for several jobs is in the first trace, with links to the others', async () => {
  const jobs = [attempt(`00-${traceId}-b7ad6b7169203331-01`), attempt()]
  for (const one of jobs) beginJobSpan(one)
  await inJobs(jobs, 'prepare', async () => {})
  const [span] = exporter.getFinishedSpans()
  expect(span?.spanContext().traceId).toBe(traceId)
  expect(span?.links).toHaveLength(1)
  for (const one of jobs) endJobSpan(one)
})
