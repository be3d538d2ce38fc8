import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { context, DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core'
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Metrics } from '../adapters/metrics.ts'
import type { MetricsTarget, TelemetryConfig, TracesTarget } from '../config/telemetry-settings.ts'
import type { Logger } from '../log.ts'
import { reportExportFailures } from './export-failures.ts'
import { metricExporter, traceExporter } from './exporters.ts'
import { metricsProducer } from './metrics-producer.ts'
import { samplerFor } from './sampler.ts'

/* The SDK of OpenTelemetry. Loaded only if something is to be exported. */

export type Telemetry = {
  /** Exports what `/metrics` shows. Once for each process. */
  exportMetrics(metrics: Pick<Metrics, 'read'>): Promise<void>
  /** Sends what is not sent yet, as far as the time for it lasts. */
  stop(): Promise<void>
}

export type TelemetryParts = {
  /** The process, or the thread: each has spans of its own. */
  part: 'web' | 'worker'
  version: string
  /** Milliseconds that the end waits for what is not sent yet. */
  flushMs: number
  log: Logger
}

/** Begins to export traces. Requests never wait for it: spans are queued, and dropped while the queue is full. */
export async function startTelemetry(
  config: TelemetryConfig,
  { part, version, flushMs, log }: TelemetryParts,
): Promise<Telemetry> {
  const report = reportExportFailures(log)
  setGlobalErrorHandler((error) => report(typeof error === 'string' ? error : messageOf(error)))
  const quiet = () => {}
  const say = (message: string) => report(message)
  const logger = { error: say, warn: say, info: quiet, debug: quiet, verbose: quiet }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const resource = resourceFromAttributes({
    'service.version': version,
    'service.instance.id': randomUUID(),
    'latchkey.part': part,
    ...config.resource,
    'service.name': config.serviceName,
  })
  const running: { shutdown(): Promise<void> }[] = []
  if (config.traces) running.push(await startTraces(config.traces, resource))
  return {
    async exportMetrics(metrics) {
      if (config.metrics) running.push(await startMetrics(config.metrics, resource, metrics))
    },
    async stop() {
      const flushed = Promise.allSettled(running.map((one) => one.shutdown()))
      await Promise.race([flushed, sleep(flushMs, undefined, { ref: false })])
    },
  }
}

async function startTraces(target: TracesTarget, resource: Resource): Promise<TracerProvider> {
  const { otlp, sampler, ratio, batchMs, passesOn } = target
  const exporter = await traceExporter(otlp)
  const provider = new TracerProvider({
    resource,
    sampler: samplerFor(sampler, ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: batchMs })],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  if (passesOn) propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  return provider
}

async function startMetrics(
  { otlp, everyMs }: MetricsTarget,
  resource: Resource,
  metrics: Pick<Metrics, 'read'>,
): Promise<MeterProvider> {
  const reader = new PeriodicExportingMetricReader({
    exporter: await metricExporter(otlp),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(everyMs, otlp.timeoutMs),
    metricProducers: [metricsProducer(metrics)],
  })
  return new MeterProvider({ resource, readers: [reader] })
}

function messageOf(error: { message?: string; code?: unknown }): string {
  return error.message || String(error.code ?? 'unknown')
}
