import { randomInt } from 'node:crypto'
import type { Call, Line, Reply } from './line.ts'

/** Whom an address belongs to, as strangers would like to know. */
export const kinds = ['known', 'unknown', 'disabled', 'passwordless'] as const
export type Kind = (typeof kinds)[number]

/** One address of each kind there is; `unknown` is what the others are compared with. */
export type Addresses = { unknown: string } & Partial<Record<Kind, string>>

export type Heard = {
  /** Microseconds from the call to the end of its answer. */
  times: number[]
  /** The same for a health call sent as soon as that answer was there: work left behind would delay it. */
  canary: number[]
  /** Every different answer, with what may differ taken out. */
  forms: Set<string>
}

export type HeardByKind = Map<Kind, Heard>

export class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`answered ${status}`)
    this.status = status
  }
}

/** Calls for each kind once a round, in an order drawn anew for each, so that a busy machine is busy for all. */
export async function listen(
  line: Line,
  addresses: Addresses,
  how: { callFor: (address: string) => Call; rounds: number; warmUp: number; signal: AbortSignal },
): Promise<HeardByKind> {
  const present = kinds.filter((kind) => addresses[kind] !== undefined)
  const heard: HeardByKind = new Map(
    present.map((kind) => [kind, { times: [], canary: [], forms: new Set<string>() }]),
  )
  for (let round = -how.warmUp; round < how.rounds; round++) {
    for (const kind of shuffled(present)) {
      how.signal.throwIfAborted()
      const reply = await line.call(how.callFor(addresses[kind] ?? ''))
      const canary = await line.call({ method: 'GET', path: '/health/live' })
      if (reply.status === 429 || reply.status >= 500) throw new Refused(reply.status)
      if (round < 0) continue
      const of = heard.get(kind)
      of?.times.push(reply.micros)
      of?.canary.push(canary.micros)
      of?.forms.add(formOf(reply))
    }
  }
  return heard
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

/** An answer without its id and its dates: those differ between any two. */
export function formOf({ status, headers, body }: Omit<Reply, 'micros'>): string {
  const lines = headers.flatMap((name, i) =>
    i % 2 === 0 ? [`${name}: ${/^date$/i.test(name) ? '<date>' : headers[i + 1]}`] : [],
  )
  return [status, ...lines, '', body]
    .join('\n')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, '<id>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<date>')
}
