import { deliveryJobKinds } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared } from '../statements/prepared.ts'

/** Emails that a campaign waits for. `unreachable`: those for which the mail server was not there at their last attempt. */
export type EmailsAhead = { emails: number; unreachable: number }

/** More are not counted. */
const COUNTED = 1_000

/**
 * Emails in the queue that nobody has attempted, and those that the mail server was not there for. Emails that a
 * recipient's server put off may take hours, and say nothing about the others.
 */
export async function countEmailsAhead(db: Kysely<Schema>): Promise<EmailsAhead> {
  const [ahead] = await emailsAhead(db, {})
  return ahead ?? { emails: 0, unreachable: 0 }
}

const emailsAhead = prepared('emails-ahead', (db) =>
  db
    .selectFrom(
      db
        .selectFrom('outbox_job as j')
        .leftJoin('message as m', 'm.id', 'j.id')
        .select('m.failure')
        .where('j.leased_at', 'is', null)
        .where('j.kind', 'in', [...deliveryJobKinds])
        .where(({ eb, or }) => or([eb('j.claim', '=', 0), eb('m.failure', '=', 'unreachable')]))
        .limit(sql.lit(COUNTED))
        .as('waiting'),
    )
    .select([
      sql<number>`count(*)::int`.as('emails'),
      sql<number>`count(waiting.failure)::int`.as('unreachable'),
    ]),
)
