import type { Failure } from '@latchkey/core'
import { type Kysely, type QueryCreator, sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { ago, now, secondsFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'

/** Why no email leaves, as a worker saw it last. */
export type DeliveryTrouble = {
  failure: Failure
  answer: string
  since: Date
  triedAt: Date
  /** `undefined`: each email is tried again at its own time. */
  nextTryAt: Date | undefined
}

/** One row per worker, written while it cannot deliver. Every method throws `Unavailable` when the database is away. */
export function createDeliveryTroubles({ kysely: db }: Database) {
  return guarded({
    /** `seconds`: until any email is tried again. Not given: each is tried again at its own time. */
    async note(worker: string, trouble: { failure: Failure; answer: string; seconds?: number }) {
      await noteTrouble(db, { worker, seconds: 0, ...trouble })
    },
    /** An email of this worker was accepted. */
    async forget(worker: string) {
      await forgetTrouble(db, { worker })
    },
    /** This worker ends, and its trouble may last: another one finds out. */
    async leave(worker: string) {
      await leaveTrouble(db, { worker })
    },
    /** An email of another worker was accepted: what those that have ended left behind is over. */
    async forgetEnded() {
      await forgetEnded(db, {})
    },
    current: () => currentTrouble(db),
  })
}

/** The trouble that workers have with a mail server, as they report it to each other. */
export type DeliveryTroubles = ReturnType<typeof createDeliveryTroubles>

type Noted = { worker: string; failure: Failure; answer: string; seconds: number }

const noteTrouble = prepared('note-trouble', (db, p: Values<Noted>) =>
  withEvents(eventsOfTrouble)(
    db
      .with(
        (cte) => cte('known').materialized(),
        (q) => q.selectFrom('delivery_trouble').select('worker').where('worker', '=', p.worker),
      )
      .with('noted', (q) =>
        q
          .insertInto('delivery_trouble')
          .values({
            ...{ worker: p.worker, failure: p.failure, answer: p.answer },
            ...{ since: now, tried_at: now, next_try_at: secondsFromNow(p.seconds) },
          })
          .onConflict((conflict) =>
            conflict.column('worker').doUpdateSet(({ ref }) => ({
              failure: ref('excluded.failure'),
              answer: ref('excluded.answer'),
              tried_at: ref('excluded.tried_at'),
              next_try_at: ref('excluded.next_try_at'),
            })),
          )
          .returning('delivery_trouble.failure'),
      ),
  )
    .selectFrom('noted')
    .select('noted.failure'),
)

type Troubled = { known: { worker: string }; noted: { failure: Failure } }

/** Once for each worker, however often it tries. */
const eventsOfTrouble = (q: QueryCreator<Schema & Troubled>) =>
  [
    eventsOf(
      q,
      'mail.held',
      q
        .selectFrom('noted')
        .select('noted.failure')
        .where(({ exists, not, selectFrom }) => not(exists(selectFrom('known').select('worker'))))
        .as('data'),
    ),
  ] as const

/** A worker that was killed leaves its row behind. */
const outdated = ago('15 minutes')
/** By then, a worker that runs would have tried again. */
const overdue = ago('1 minute')

type Forgotten = { forgotten: { worker: string; failure: Failure } }

/** As many as there were of `mail.held`. */
const resumed = (q: QueryCreator<Schema & Forgotten>) =>
  [
    eventsOf(q, 'mail.resumed', q.selectFrom('forgotten').select('forgotten.failure').as('data')),
  ] as const

const forgetTrouble = prepared('forget-trouble', (db, p: Values<{ worker: string }>) =>
  withEvents(resumed)(
    db.with('forgotten', (q) =>
      q
        .deleteFrom('delivery_trouble')
        .where('worker', '=', p.worker)
        .returning(['delivery_trouble.worker', 'delivery_trouble.failure']),
    ),
  )
    .selectFrom('forgotten')
    .select('forgotten.worker'),
)

/** A next attempt before the last one: there will be none. */
const leaveTrouble = prepared('leave-trouble', (db, p: Values<{ worker: string }>) =>
  db
    .updateTable('delivery_trouble')
    .set(({ ref }) => ({ next_try_at: sql<Date>`${ref('tried_at')} - interval '1 second'` }))
    .where('worker', '=', p.worker),
)

const forgetEnded = prepared('forget-ended-troubles', (db) =>
  withEvents(resumed)(
    db.with('forgotten', (q) =>
      q
        .deleteFrom('delivery_trouble')
        .where(({ and, eb, or, ref }) =>
          or([
            eb('next_try_at', '<', ref('tried_at')),
            and([eb('tried_at', '<', overdue), eb('next_try_at', '<', overdue)]),
          ]),
        )
        .returning(['delivery_trouble.worker', 'delivery_trouble.failure']),
    ),
  )
    .selectFrom('forgotten')
    .select('forgotten.worker'),
)

/** The oldest trouble that lasts. */
export async function currentTrouble(db: Kysely<Schema>): Promise<DeliveryTrouble | undefined> {
  const [row] = await oldestTrouble(db, {})
  if (!row) return undefined
  const { failure, answer, since, tried_at, next_try_at } = row
  const isHeld = next_try_at.getTime() - tried_at.getTime() >= 1_000
  const nextTryAt = isHeld ? next_try_at : undefined
  return { failure, answer, since, triedAt: tried_at, nextTryAt }
}

const oldestTrouble = prepared('oldest-trouble', (db) =>
  db
    .selectFrom('delivery_trouble')
    .selectAll()
    .where('tried_at', '>=', outdated)
    .orderBy('since')
    .limit(1),
)
