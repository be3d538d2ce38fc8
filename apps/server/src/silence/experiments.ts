import { type Comparison, compareBytes, compareTimes, type Sameness } from './comparison.ts'
import { type Call, openConnection } from './connection.ts'
import { type Addresses, type SamplesByKind, takeSamples } from './sampling.ts'

const calls = {
  request: (email: string): Call => ({
    method: 'POST',
    path: '/trpc/recovery.request',
    body: { email },
  }),
  requestByRest: (email: string): Call => ({
    method: 'POST',
    path: '/api/auth/forgot-password',
    body: { email },
  }),
  signIn: (email: string): Call => ({
    method: 'POST',
    path: '/trpc/session.signIn',
    body: { email, password: 'a password that is wrong' },
  }),
}

export type Experiment = {
  samples: number
  bytes: Sameness[]
  times: Comparison[]
  canary: Comparison[]
}

export type Proof = {
  url: string
  startedAt: string
  seconds: number
  silent: boolean
  request: Experiment
  /** Only the bytes are compared: the use case, and so the times, are the same as by tRPC. */
  requestByRest: { bytes: Sameness[] }
  signIn: Experiment
}

export type ProofOptions = {
  url: string
  addresses: Addresses
  /** For each kind, after the warm-up. */
  samples: number
  signIns: number
  signal: AbortSignal
  onStep?: (step: string) => void
}

const MAX_WARM_UP = 100
const REST_ROUNDS = 5

/** Calls a running server with addresses of every kind, and judges whether its answers reveal the kind. */
export async function proveSilence(options: ProofOptions): Promise<Proof> {
  const { url, addresses, signal, onStep = () => {} } = options
  const startedAt = new Date()
  const connection = openConnection(url)
  const sample = (callFor: (email: string) => Call, rounds: number) => {
    const warmUp = Math.min(MAX_WARM_UP, Math.ceil(rounds / 10))
    return takeSamples(connection, addresses, { callFor, rounds, warmUp, signal })
  }
  try {
    onStep('requesting')
    const request = experiment(await sample(calls.request, options.samples))
    const requestByRest = {
      bytes: compareBytes(await sample(calls.requestByRest, REST_ROUNDS)),
    }
    onStep('signing in')
    const signIn = experiment(await sample(calls.signIn, options.signIns))
    const silent =
      [request, requestByRest, signIn].every(({ bytes }) => bytes.every((one) => one.identical)) &&
      [request, signIn].every(({ times, canary }) =>
        [...times, ...canary].every((one) => one.silent),
      )
    return {
      url,
      startedAt: startedAt.toISOString(),
      seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
      silent,
      request,
      requestByRest,
      signIn,
    }
  } finally {
    connection.close()
  }
}

function experiment(samples: SamplesByKind): Experiment {
  return {
    samples: samples.get('unknown')?.times.length ?? 0,
    bytes: compareBytes(samples),
    times: compareTimes(samples, 'times'),
    canary: compareTimes(samples, 'canary'),
  }
}
