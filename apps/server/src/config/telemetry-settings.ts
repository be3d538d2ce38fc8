import type { SettingValues } from './settings.ts'

/** What is exported by OpenTelemetry, and where to. */
export type TelemetryConfig = {
  serviceName: string
  /** Attributes of everything that is exported. */
  resource: Readonly<Record<string, string>>
  /** Absent: none are made. */
  traces?: TracesTarget
  /** Absent: they are only served at `/metrics`. */
  metrics?: MetricsTarget
}

export type TracesTarget = {
  otlp: OtlpTarget
  sampler: SamplerName
  /** Of traces that are made, from 0 to 1, for samplers with a ratio. */
  ratio: number
  /** Milliseconds until spans are sent, unless 512 are waiting. */
  batchMs: number
  /** Whether `traceparent` is read from trusted proxies and sent to webhooks. */
  passesOn: boolean
}

export type MetricsTarget = { otlp: OtlpTarget; everyMs: number }

export type OtlpTarget = {
  url: string
  protocol: 'http/protobuf' | 'http/json'
  headers: Readonly<Record<string, string>>
  timeoutMs: number
  compression: 'none' | 'gzip'
}

export type SamplerName = SettingValues['OTEL_TRACES_SAMPLER']

const usualEndpoint = 'http://localhost:4318'

/** The variables of OpenTelemetry. `undefined`: nothing is exported, as long as none of them asks for it. */
export function telemetrySettings(each: Partial<SettingValues>): {
  telemetry: TelemetryConfig | undefined
} {
  const traces = targetOf(each, 'traces')
  const metrics = targetOf(each, 'metrics')
  if (each.OTEL_SDK_DISABLED === 'true' || (!traces && !metrics)) return { telemetry: undefined }
  const passesOn = each.OTEL_PROPAGATORS?.includes('tracecontext') ?? true
  return {
    telemetry: {
      serviceName: each.OTEL_SERVICE_NAME ?? 'latchkey',
      resource: each.OTEL_RESOURCE_ATTRIBUTES ?? {},
      ...(traces && {
        traces: {
          otlp: traces,
          sampler: each.OTEL_TRACES_SAMPLER ?? 'parentbased_always_on',
          ratio: each.OTEL_TRACES_SAMPLER_ARG ?? 1,
          batchMs: each.OTEL_BSP_SCHEDULE_DELAY ?? 5_000,
          passesOn,
        },
      }),
      ...(metrics && {
        metrics: { otlp: metrics, everyMs: each.OTEL_METRIC_EXPORT_INTERVAL ?? 60_000 },
      }),
    },
  }
}

function targetOf(
  each: Partial<SettingValues>,
  signal: 'traces' | 'metrics',
): OtlpTarget | undefined {
  const isTraces = signal === 'traces'
  const wanted = isTraces ? each.OTEL_TRACES_EXPORTER : each.OTEL_METRICS_EXPORTER
  const own = isTraces
    ? each.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
    : each.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT
  const shared = each.OTEL_EXPORTER_OTLP_ENDPOINT
  const isWanted = wanted === undefined ? (own ?? shared) !== undefined : wanted === 'otlp'
  if (!isWanted) return undefined
  return {
    // The path is appended to the shared endpoint only.
    url: own ?? `${(shared ?? usualEndpoint).replace(/\/+$/, '')}/v1/${signal}`,
    protocol: each.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf',
    headers: each.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMs: each.OTEL_EXPORTER_OTLP_TIMEOUT ?? 10_000,
    compression: each.OTEL_EXPORTER_OTLP_COMPRESSION ?? 'none',
  }
}
