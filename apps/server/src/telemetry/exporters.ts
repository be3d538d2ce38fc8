import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { OtlpTarget } from '../config/telemetry-settings.ts'

/* Each protocol has packages of its own, and only the one that is used is loaded. */

export async function traceExporter({ protocol, ...target }: OtlpTarget): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter(optionsFor(target))
}

export async function metricExporter({
  protocol,
  ...target
}: OtlpTarget): Promise<PushMetricExporter> {
  const { OTLPMetricExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-metrics-otlp-http')
      : await import('@opentelemetry/exporter-metrics-otlp-proto')
  return new OTLPMetricExporter(optionsFor(target))
}

/** Whatever is not said here, such as certificates, is read from the variables of the environment by the exporter. */
function optionsFor({ url, headers, timeoutMs, compression }: Omit<OtlpTarget, 'protocol'>) {
  return {
    url,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    compression: compression as never,
    // What is not sent by then is dropped: there is no second queue behind that of the processor.
    concurrencyLimit: 2,
  }
}
