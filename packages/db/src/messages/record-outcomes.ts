import type { Failure, Outcome } from '@latchkey/core'
import { type Kysely, type QueryCreator, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf, now, secondsFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'

/** Writes down how attempts ended. For each in their order, the seconds since its request; see `MessageStore`. */
export async function recordOutcomes(
  db: Kysely<Schema>,
  outcomes: readonly Outcome[],
): Promise<(number | undefined)[]> {
  // A job that was claimed twice by one worker may have two outcomes here: the later one counts.
  const byId = new Map(outcomes.map((outcome) => [outcome.attempt.jobId, outcomeRow(outcome)]))
  const recorded = await writeOutcomes(db, { outcomes: [...byId.values()] })
  const seconds = new Map(recorded.map(({ id, seconds }) => [id, seconds]))
  return outcomes.map(({ attempt }) => seconds.get(attempt.jobId))
}

type OutcomeRow = {
  job_id: string
  claim: number
  state: Schema['message']['state']
  failure: Failure | null
  detail: string
  /** 1 if the attempt does not count, because the email is not to blame. */
  uncounted: number
  /** 1 if the email may have left. */
  unclear: number
  /** Seconds until the next attempt; null if there is none. */
  wait: number | null
}

function outcomeRow(outcome: Outcome): OutcomeRow {
  const { attempt, status } = outcome
  const failure = 'failure' in outcome ? outcome.failure : null
  return {
    job_id: attempt.jobId,
    claim: attempt.claim,
    state: status === 'held' ? 'delayed' : status,
    failure,
    detail: storable(status === 'suppressed' ? outcome.reason : outcome.answer),
    uncounted: status === 'held' ? 1 : 0,
    unclear: failure === 'unclear' ? 1 : 0,
    wait: 'seconds' in outcome ? outcome.seconds : null,
  }
}

/** A mail server may answer anything. The row must take it, or the email would be sent again. */
function storable(answer: string): string {
  return answer.replaceAll('\0', '').toWellFormed()
}

/**
 * One statement for the messages and their jobs. A job that was claimed anew belongs to another worker, and nothing
 * changes, except that an email that has left has left, whichever worker says so first.
 */
const writeOutcomes = prepared('record-outcomes', (db, p: Values<{ outcomes: OutcomeRow[] }>) =>
  withEvents(eventsOfUnsent)(
    db
      .with('outcome', (cte) =>
        cte
          .selectFrom(
            rows('outcome', p.outcomes, {
              job_id: 'uuid',
              claim: 'integer',
              state: 'text',
              failure: 'text',
              detail: 'text',
              uncounted: 'integer',
              unclear: 'integer',
              wait: 'double precision',
            }),
          )
          .selectAll(),
      )
      .with('ended', (cte) =>
        cte
          .deleteFrom('outbox_job as job')
          .using('outcome')
          .where('job.id', '=', anyOf(cte.selectFrom('outcome').select('outcome.job_id')))
          .whereRef('job.id', '=', 'outcome.job_id')
          .where('outcome.wait', 'is', null)
          .where(({ eb, or, and }) =>
            or([
              eb('outcome.state', '=', 'handed-over'),
              and([
                eb('job.claim', '=', eb.ref('outcome.claim')),
                eb('job.leased_at', 'is not', null),
              ]),
            ]),
          )
          .returning('job.id'),
      )
      .with('delayed', (cte) =>
        cte
          .updateTable('outbox_job as job')
          .from('outcome')
          .set((eb) => ({
            leased_at: null,
            due_at: secondsFromNow(eb.ref('outcome.wait').$notNull()),
          }))
          .where('job.id', '=', anyOf(cte.selectFrom('outcome').select('outcome.job_id')))
          .whereRef('job.id', '=', 'outcome.job_id')
          .whereRef('job.claim', '=', 'outcome.claim')
          .where('outcome.wait', 'is not', null)
          .where('job.leased_at', 'is not', null)
          .returning('job.id'),
      )
      .with('recorded', (cte) =>
        cte
          .updateTable('message')
          .from('outcome')
          .set((eb) => ({
            state: eb.ref('outcome.state'),
            failure: eb.ref('outcome.failure'),
            detail: eb.ref('outcome.detail'),
            updated_at: now,
            attempts: eb('message.attempts', '-', eb.ref('outcome.uncounted')),
            unclear: eb('message.unclear', '+', eb.ref('outcome.unclear')),
          }))
          .where((eb) =>
            eb('message.id', '=', anyOf(eb.selectFrom('outcome').select('outcome.job_id'))),
          )
          .whereRef('message.id', '=', 'outcome.job_id')
          .where('message.state', '<>', 'handed-over')
          .where(({ eb, or }) =>
            or([
              eb('outcome.state', '=', 'handed-over'),
              eb('message.id', '=', anyOf(eb.selectFrom('ended').select('ended.id'))),
              eb('message.id', '=', anyOf(eb.selectFrom('delayed').select('delayed.id'))),
            ]),
          )
          .returning((eb) => [
            'message.id',
            'message.state',
            'message.failure',
            'message.detail',
            'message.account_id',
            'message.request_id',
            sql<number>`extract(epoch from ${now} - ${eb.fn.coalesce('message.requested_at', 'message.created_at')})::float`.as(
              'seconds',
            ),
          ]),
      ),
  )
    .selectFrom('recorded')
    .select(['recorded.id', 'recorded.seconds']),
)

type Recorded = Pick<
  Schema['message'],
  'id' | 'account_id' | 'request_id' | 'failure' | 'detail'
> & { state: string }

/** Of emails that were given up, and of those that are not sent to an address that takes none. */
function eventsOfUnsent(q: QueryCreator<Schema & { recorded: Recorded }>) {
  const recorded = q
    .selectFrom('recorded')
    .select(({ cast }) => [
      cast<string>('recorded.id', 'text').as('messageId'),
      'recorded.account_id as accountId',
      cast<string | null>('recorded.request_id', 'text').as('requestId'),
    ])
  return [
    eventsOf(
      q,
      'mail.failed',
      recorded
        .select(({ cast, fn, val }) =>
          fn.coalesce(cast<string>('recorded.failure', 'text'), val('unknown')).as('failure'),
        )
        .where('recorded.state', '=', 'dead')
        .as('data'),
    ),
    eventsOf(
      q,
      'mail.suppressed',
      recorded
        .select(({ fn, val }) => fn.coalesce('recorded.detail', val('unknown')).as('reason'))
        .where('recorded.state', '=', 'suppressed')
        .as('data'),
    ),
  ] as const
}
