import { randomInt } from 'node:crypto'
import type { Call, Connection, Reply } from './connection.ts'

/** What an attacker would like to learn about an address (user enumeration). */
export const kinds = ['known', 'unknown', 'disabled', 'passwordless'] as const
export type Kind = (typeof kinds)[number]

/** One address per kind. The others are compared with `unknown`. */
export type Addresses = { unknown: string } & Partial<Record<Kind, string>>

export type Samples = {
  /** Microseconds from the call to the end of its answer. */
  times: number[]
  /** The same for a health call that follows at once: work that the call left on the event loop would delay it. */
  canary: number[]
  /** The different answers, without the parts that may differ. */
  forms: Set<string>
}

export type SamplesByKind = Map<Kind, Samples>

export class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`answered ${status}`)
    this.status = status
  }
}

/** Calls once per round for each kind, in random order, so that a busy moment affects all kinds alike. */
export async function takeSamples(
  connection: Connection,
  addresses: Addresses,
  how: { callFor: (address: string) => Call; rounds: number; warmUp: number; signal: AbortSignal },
): Promise<SamplesByKind> {
  const present = kinds.filter((kind) => addresses[kind] !== undefined)
  const samples: SamplesByKind = new Map(
    present.map((kind) => [kind, { times: [], canary: [], forms: new Set<string>() }]),
  )
  for (let round = -how.warmUp; round < how.rounds; round++) {
    for (const kind of shuffled(present)) {
      how.signal.throwIfAborted()
      const reply = await connection.call(how.callFor(addresses[kind] ?? ''))
      const canary = await connection.call({ method: 'GET', path: '/health/live' })
      if (reply.status === 429 || reply.status >= 500) throw new Refused(reply.status)
      if (round < 0) continue
      const ofKind = samples.get(kind)
      ofKind?.times.push(reply.micros)
      ofKind?.canary.push(canary.micros)
      ofKind?.forms.add(formOf(reply))
    }
  }
  return samples
}

function shuffled<T>(values: readonly T[]): T[] {
  const order = [...values]
  for (let i = order.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    const [a, b] = [order[i], order[j]]
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a]
  }
  return order
}

/** An answer without ids and dates, which differ between any two. */
function formOf({ status, headers, body }: Omit<Reply, 'micros'>): string {
  const lines = headers.flatMap((name, i) =>
    i % 2 === 0 ? [`${name}: ${/^date$/i.test(name) ? '<date>' : headers[i + 1]}`] : [],
  )
  return [status, ...lines, '', body]
    .join('\n')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, '<id>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<date>')
}
