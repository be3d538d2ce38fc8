import * as z from 'zod'
import { commaList, integer, oneOf, ratio } from '../values/plain.ts'
import { hasCredentials } from '../values/urls.ts'
import type { Settings } from './row.ts'

const collector = z
  .url({ protocol: /^https?$/, error: 'must be an address like http://collector:4318' })
  .refine((value) => !hasCredentials(value), {
    error: 'must have no user name or password: put them into OTEL_EXPORTER_OTLP_HEADERS',
  })

/** `key=value,key=value`, percent-encoded, as OpenTelemetry writes lists. */
const keyValues = z.string().transform((value, context) => {
  const pairs = commaList(value).map((part) => /^([^=\s]+)\s*=\s*(.*)$/.exec(part))
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        if (!pair) throw new Error('no pair')
        return [decodeURIComponent(pair[1] ?? ''), decodeURIComponent(pair[2] ?? '')] as const
      }),
    )
  } catch {
    context.addIssue('must be pairs like key=value,key=value, percent-encoded')
    return z.NEVER
  }
})

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** OpenTelemetry, by its standard variables. */
export const telemetrySettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: collector.optional(),
    about:
      'where traces and metrics are sent by OpenTelemetry, like `http://collector:4318`; nowhere when absent',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    schema: collector.optional(),
    about: 'instead, only for traces, with its path: `http://collector:4318/v1/traces`',
  },
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: {
    schema: collector.optional(),
    about: 'instead, only for metrics, with its path',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: {
    schema: z
      .enum(['http/protobuf', 'http/json'], {
        error:
          'must be http/protobuf or http/json: every collector takes them, mostly on port 4318, and gRPC is not built in',
      })
      .default('http/protobuf'),
    about: '`http/protobuf` or `http/json`',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: keyValues.optional(),
    secret: true,
    about: 'headers for the collector, `authorization=Bearer%20…,key=value`',
  },
  OTEL_EXPORTER_OTLP_TIMEOUT: {
    schema: integer(100, 60_000).default(10_000),
    about: 'milliseconds that one attempt to send may take, with its retries',
  },
  OTEL_EXPORTER_OTLP_COMPRESSION: {
    schema: oneOf(['none', 'gzip']).default('none'),
    about: '`gzip` to compress what is sent',
  },
  OTEL_TRACES_EXPORTER: {
    schema: oneOf(['otlp', 'none']).optional(),
    about: '`none` for no traces; `otlp` when an endpoint is set',
  },
  OTEL_METRICS_EXPORTER: {
    schema: oneOf(['otlp', 'none']).optional(),
    about: '`none` for no metrics; `otlp` when an endpoint is set',
  },
  OTEL_SERVICE_NAME: {
    schema: z.string().max(255, { error: 'must have at most 255 characters' }).default('latchkey'),
    about: 'the name that traces and metrics are under',
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    schema: keyValues.optional(),
    about: 'attributes of all of them, `deployment.environment.name=staging,key=value`',
  },
  OTEL_TRACES_SAMPLER: {
    schema: oneOf(samplers).default('parentbased_always_on'),
    about: 'which traces are made: `parentbased_traceidratio` for a share of them',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: ratio.optional(),
    about: 'that share, from 0 to 1',
  },
  OTEL_BSP_SCHEDULE_DELAY: {
    schema: integer(100, 60_000).default(5_000),
    about: 'milliseconds until spans are sent',
  },
  OTEL_METRIC_EXPORT_INTERVAL: {
    schema: integer(1_000, 3_600_000).default(60_000),
    about: 'milliseconds between two exports of the metrics',
  },
  OTEL_PROPAGATORS: {
    schema: z.string().transform(commaList).default(['tracecontext']),
    about:
      '`none` to ignore the `traceparent` of trusted proxies, and to send none; only `tracecontext` is supported',
  },
  OTEL_SDK_DISABLED: {
    schema: oneOf(['true', 'false']).optional(),
    about: '`true` to switch all of this off',
  },
} as const satisfies Settings
