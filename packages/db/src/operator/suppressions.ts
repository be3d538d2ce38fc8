import type { AddressDigest, SuppressionCause } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import type { By } from './revoke.ts'

/** Why an address gets no email, because a mail service reported it. */
export type SuppressionStory = {
  cause: SuppressionCause
  /** What the mail service said. */
  detail: string
  reportedAt: Date
  /** When recovery emails are sent again; in the past if they are already. */
  recoveryUntil: Date
  until: Date
  liftedAt: Date | undefined
  lasts: boolean
}

/** Oldest first; also those that have ended, as long as they are kept. */
export async function findSuppressions(
  db: Kysely<Schema>,
  digests: readonly AddressDigest[],
): Promise<SuppressionStory[]> {
  return (await suppressionsOf(db, { digests })).map((row) => ({
    ...{ cause: row.cause, detail: row.detail, reportedAt: row.reported_at },
    ...{ recoveryUntil: row.recovery_until, until: row.until },
    ...{ liftedAt: row.lifted_at ?? undefined, lasts: row.lasts },
  }))
}

/** Ends the suppressions of an address. A report of the time before does not begin them again. */
export async function liftSuppressions(
  db: Kysely<Schema>,
  digests: readonly AddressDigest[],
  { operator, reason }: By = { operator: null, reason: null },
): Promise<SuppressionCause[]> {
  return transaction(db, async (trx) => {
    const lifted = await lift(trx, { digests })
    const [first] = lifted
    if (first) await recordLift(trx, { digest: first.address_digest, operator, reason })
    return lifted.map(({ cause }) => cause)
  })
}

type Digests = { digests: readonly AddressDigest[] }

const suppressionsOf = prepared('suppressions-of-address', (db, p: Values<Digests>) =>
  db
    .selectFrom('suppression')
    .selectAll()
    .select(({ and, eb }) =>
      and([eb('until', '>', now), eb('lifted_at', 'is', null)])
        .$castTo<boolean>()
        .as('lasts'),
    )
    .where((eb) => eb('address_digest', '=', eb.fn.any(p.digests)))
    .orderBy('reported_at'),
)

const lift = prepared('lift-suppressions', (db, p: Values<Digests>) =>
  db
    .updateTable('suppression')
    .set({ lifted_at: now })
    .where((eb) => eb('address_digest', '=', eb.fn.any(p.digests)))
    .where('until', '>', now)
    .where('lifted_at', 'is', null)
    .returning(['address_digest', 'cause']),
)

const recordLift = prepared('record-lift', (db, p: Values<By & { digest: AddressDigest }>) =>
  db.insertInto('audit_event').values({
    ...{ kind: 'unsuppressed', outcome: 'lifted', address_digest: p.digest },
    ...{ operator: p.operator, reason: p.reason },
  }),
)
