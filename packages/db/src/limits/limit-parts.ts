import type { Limited, LimitName } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Called for each hit that a limit refused. */
export type OnLimit = (limit: LimitName) => void

export type LimitParts = {
  db: Kysely<Schema>
  /** Off for benchmarks only. */
  rateLimits: boolean
  onLimit: OnLimit
}

export function limited(retryAfterSeconds: number): Limited {
  return { status: 'rate-limited', retryAfterSeconds }
}
