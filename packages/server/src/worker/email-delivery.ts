import {
  type Delivery,
  type DeliveryAttempt,
  domainOf,
  type Observe,
  type Outcome,
  type Ready,
} from '@latchkey/core'
import type { DeliveryTroubles } from '@latchkey/db'
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api'
import { inSpan, markFailed } from '../tracing/in-span.ts'
import { inJob, inJobs } from '../tracing/job-spans.ts'
import { createBatches } from './batches.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { isDatabaseUnusable } from './database-away.ts'
import type { CreateJobHandler } from './job-handler.ts'
import { createRecorder } from './recorder.ts'
import { createSending } from './sending.ts'
import { createTroubleReport } from './trouble-report.ts'

export type EmailDeliveryOptions = {
  delivery: Delivery
  troubles: DeliveryTroubles
  observe: Observe
  /** A random number from 0 to 1. */
  chance: () => number
  now: () => Date
  /** How many emails are sent at once. As many again may be in overflow because they are slow. */
  concurrency: number
  /** Milliseconds after which a send is slow. */
  slowAfterMs?: number
  /** Milliseconds until the first try while email is held. */
  firstTryMs?: number
  /** Milliseconds for which a mail server may be busy before that is reported. */
  busyForMs?: number
  /** Where emails go, for traces. */
  via?: Attributes
}

/** Delivers emails: they are prepared and recorded in batches, and sent one by one. */
export function emailDelivery(options: EmailDeliveryOptions): CreateJobHandler {
  const { delivery, concurrency } = options
  return ({ queue, inFlight, onError }) => {
    const circuitBreaker = createCircuitBreaker(options.firstTryMs)
    const troubleReport = createTroubleReport({ ...options, onError })
    const batches = createBatches({ ...options, queue, onError })
    const recorder = createRecorder<{ ready: Ready; outcome: Outcome }>({
      record: (ended) =>
        inJobs(
          ended.map(({ ready }) => ready.attempt),
          'record',
          () => delivery.record(ended),
        ),
      onDone: (ended) => inFlight.remove(ended.map(({ ready }) => ready.attempt)),
      isUnusable: isDatabaseUnusable,
      onError,
    })
    const sending = createSending({
      send: (ready) => inJob(ready.attempt, () => sendInSpan(delivery, ready, options.via)),
      concurrency,
      slowAfterMs: options.slowAfterMs,
      isHeld: () => circuitBreaker.isOpen() && inFlight.size() > 1,
      onSent(ready, outcome) {
        const { to } = ready.message
        troubleReport.record(outcome, circuitBreaker.record(outcome, domainOf(to)), to)
        recorder.add({ ready, outcome })
      },
      onHeld: (ready, outcome) => recorder.add({ ready, outcome }),
      onFree: inFlight.wake,
    })
    return {
      room() {
        if (circuitBreaker.isOpen()) return inFlight.size() === 0 ? 1 : 0
        return inFlight.batchRoom(concurrency, sending.inOverflow())
      },
      msToNextClaim: circuitBreaker.msToNextTry,
      async run(jobs: readonly DeliveryAttempt[]) {
        const emails = await inJobs(jobs, 'prepare', () => batches.prepare(jobs))
        const toSend = new Set(emails.map(({ attempt }) => attempt))
        inFlight.remove(jobs.filter((job) => !toSend.has(job)))
        sending.add(emails)
      },
      stop: sending.stop,
      async close() {
        recorder.close()
        await troubleReport.close()
      },
    }
  }
}

/** The answer of a mail server may quote an address, so only the sort of a failure is recorded. */
function sendInSpan(
  { send }: Pick<Delivery, 'send'>,
  ready: Ready,
  via: Attributes = {},
): Promise<Outcome> {
  const attributes = { ...via, 'latchkey.message.kind': ready.message.kind }
  const sendOne = async (span: Span) => {
    const outcome = await send(ready)
    span.setAttribute('latchkey.status', outcome.status)
    if ('failure' in outcome) markFailed(span, outcome.failure)
    return outcome
  }
  return inSpan('send email', sendOne, { kind: SpanKind.CLIENT, attributes })
}
