import type { Failure } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/time.ts'

/** What keeps mail from leaving, as a worker last saw it. */
export type DeliveryTrouble = {
  failure: Failure
  answer: string
  since: Date
  triedAt: Date
  nextTryAt: Date
}

// A worker that ended without a word leaves its row behind.
const NEWS_FOR = sql`interval '15 minutes'`

export function createDeliveryTroubles(database: Database) {
  const db = database.kysely
  return guarded({ note: note(db), forget: forget(db), current: () => current(db) })
}

export type DeliveryTroubles = ReturnType<typeof createDeliveryTroubles>

function note(db: Kysely<Schema>) {
  return async (worker: string, trouble: { failure: Failure; answer: string; seconds: number }) => {
    const { failure, answer, seconds } = trouble
    const seen = {
      failure,
      answer,
      tried_at: now,
      next_try_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`,
    }
    await db
      .insertInto('delivery_trouble')
      .values({ worker, since: now, ...seen })
      .onConflict((conflict) => conflict.column('worker').doUpdateSet(seen))
      .execute()
  }
}

function forget(db: Kysely<Schema>) {
  return async (worker: string) => {
    await db
      .deleteFrom('delivery_trouble')
      .where((eb) => eb.or([eb('worker', '=', worker), eb('tried_at', '<', isOld)]))
      .execute()
  }
}

const isOld = sql<Date>`clock_timestamp() - ${NEWS_FOR}`

/** The oldest that is still news. */
export async function current(db: Kysely<Schema>): Promise<DeliveryTrouble | undefined> {
  const row = await db
    .selectFrom('delivery_trouble')
    .selectAll()
    .where('tried_at', '>=', isOld)
    .orderBy('since')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      failure: row.failure,
      answer: row.answer,
      since: row.since,
      triedAt: row.tried_at,
      nextTryAt: row.next_try_at,
    }
  )
}
