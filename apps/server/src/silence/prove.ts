import { type Comparison, compareBytes, compareTimes, type Sameness } from './judge.ts'
import { type Call, openLine } from './line.ts'
import { type Addresses, type HeardByKind, listen } from './listen.ts'

const calls = {
  ask: (email: string): Call => ({
    method: 'POST',
    path: '/trpc/recovery.request',
    body: { email },
  }),
  askOverRest: (email: string): Call => ({
    method: 'POST',
    path: '/api/auth/forgot-password',
    body: { email },
  }),
  signIn: (email: string): Call => ({
    method: 'POST',
    path: '/trpc/session.signIn',
    body: { email, password: 'not the password of anybody' },
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
  ask: Experiment
  /** Few calls: their bytes are compared, not their times. The use case behind them is the same. */
  askOverRest: { bytes: Sameness[] }
  signIn: Experiment
}

export type ProofOptions = {
  url: string
  addresses: Addresses
  /** Of each kind, after the warm-up. */
  samples: number
  signIns: number
  signal: AbortSignal
  onStep?: (step: string) => void
}

const WARM_UP_MOST = 100
const REST_ROUNDS = 5

/** Asks a running server about addresses of every kind and says whether its answers tell them apart. */
export async function proveSilence(options: ProofOptions): Promise<Proof> {
  const { url, addresses, signal, onStep = () => {} } = options
  const startedAt = new Date()
  const line = openLine(url)
  const hear = (callFor: (email: string) => Call, rounds: number) => {
    const warmUp = Math.min(WARM_UP_MOST, Math.ceil(rounds / 10))
    return listen(line, addresses, { callFor, rounds, warmUp, signal })
  }
  try {
    onStep('asking')
    const ask = experiment(await hear(calls.ask, options.samples))
    const askOverRest = { bytes: compareBytes(await hear(calls.askOverRest, REST_ROUNDS)) }
    onStep('signing in')
    const signIn = experiment(await hear(calls.signIn, options.signIns))
    const silent =
      [ask, askOverRest, signIn].every(({ bytes }) => bytes.every((one) => one.identical)) &&
      [ask, signIn].every(({ times, canary }) => [...times, ...canary].every((one) => one.silent))
    return {
      url,
      startedAt: startedAt.toISOString(),
      seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
      silent,
      ask,
      askOverRest,
      signIn,
    }
  } finally {
    line.close()
  }
}

function experiment(heard: HeardByKind): Experiment {
  return {
    samples: heard.get('unknown')?.times.length ?? 0,
    bytes: compareBytes(heard),
    times: compareTimes(heard, 'times'),
    canary: compareTimes(heard, 'canary'),
  }
}
