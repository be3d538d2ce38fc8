import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const secret = { LATCHKEY_SECRET: 'x'.repeat(32) }
const telemetryOf = (environment: Record<string, string>, files: Record<string, string> = {}) =>
  readConfig({ ...secret, ...environment }, (path) => files[path] ?? '').telemetry

const problemsOf = (environment: Record<string, string>) => {
  try {
    telemetryOf(environment)
    return ''
  } catch (error) {
    return String(error)
  }
}

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' }

test.each([
  ['nothing is set', {}],
  ['only a name is set', { OTEL_SERVICE_NAME: 'login' }],
  ['it is disabled', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
  [
    'none is asked for',
    { ...endpoint, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' },
  ],
])('it is off when %s', (_why, environment) => {
  expect(telemetryOf(environment)).toBeUndefined()
})

test('an endpoint is enough', () => {
  expect(telemetryOf(endpoint)).toEqual({
    serviceName: 'latchkey',
    resource: {},
    traces: {
      otlp: {
        url: 'http://collector:4318/v1/traces',
        protocol: 'http/protobuf',
        headers: {},
        timeoutMs: 10_000,
        compression: 'none',
      },
      sampler: 'parentbased_always_on',
      ratio: 1,
      batchMs: 5_000,
      passesOn: true,
    },
    metrics: {
      otlp: expect.objectContaining({ url: 'http://collector:4318/v1/metrics' }),
      everyMs: 60_000,
    },
  })
})

test('each signal can go elsewhere, or nowhere', () => {
  const traces = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.com/otlp/v1' }
  expect(telemetryOf(traces)).toMatchObject({
    traces: { otlp: { url: 'https://traces.example.com/otlp/v1' } },
  })
  expect(telemetryOf(traces)).not.toHaveProperty('metrics')
  expect(telemetryOf({ OTEL_METRICS_EXPORTER: 'otlp' })).toMatchObject({
    metrics: { otlp: { url: 'http://localhost:4318/v1/metrics' } },
  })
})

test('lists are percent-encoded; the headers may come from a file', () => {
  const environment = {
    ...endpoint,
    OTEL_EXPORTER_OTLP_HEADERS_FILE: '/run/secrets/headers',
    OTEL_RESOURCE_ATTRIBUTES: 'team=log%20in, deployment.environment.name=staging',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_PROPAGATORS: 'none',
  }
  const files = { '/run/secrets/headers': 'authorization=Bearer%20abc,x-tenant=1\n' }
  expect(telemetryOf(environment, files)).toMatchObject({
    resource: { team: 'log in', 'deployment.environment.name': 'staging' },
    traces: {
      otlp: { headers: { authorization: 'Bearer abc', 'x-tenant': '1' } },
      sampler: 'parentbased_traceidratio',
      ratio: 0.25,
      passesOn: false,
    },
  })
})

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'http://collector:4318'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:pw@collector:4318' }, 'OTEL_EXPORTER_OTLP_HEADERS'],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'gRPC is not built in'],
  [{ OTEL_TRACES_EXPORTER: 'console' }, 'must be otlp or none'],
  [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'OTEL_TRACES_SAMPLER: must be'],
  [{ OTEL_TRACES_SAMPLER_ARG: '10' }, 'from 0 to 1'],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'staging' }, 'pairs like key=value'],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=%zz' }, 'percent-encoded'],
])('%o is refused, with what to do', (environment, says) => {
  expect(problemsOf(environment)).toContain(says)
  expect(problemsOf(environment)).not.toContain('%zz')
})
