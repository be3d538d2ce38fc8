import type { SharedCharge, SignInSubjects } from '@latchkey/core'
import { type QueryCreator, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { after, hasRows } from '../statements/after.ts'
import { now } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'
import { withoutNewest } from './charge-buckets.ts'

/**
 * After a success: the client is known, and its own failures no longer count. What all strangers share empties by time
 * alone, or strangers would see that the owner signs in; a stranger who succeeds takes back what that attempt was
 * charged. `success` is a CTE that has a row if there was one; without a row, nothing is written.
 */
export function forgetFailures(p: Values<SignInSubjects & SharedCharge>) {
  return sharedCtes((db: QueryCreator<Schema & { success: object }>) =>
    // Each after the one before, so that locks are taken in the order in which a sign-in is charged.
    db
      .with('forgotten_pair', (q) =>
        q
          .deleteFrom('limiter_bucket')
          .where('limit_name', '=', 'sign-in-by-address-and-client')
          .where('subject', '=', p.signInPair)
          .where(hasRows('success'))
          .returning('subject'),
      )
      .with('refunded_address', (q) =>
        q
          .updateTable('limiter_bucket')
          .set(({ ref }) => ({ hits: withoutNewest(ref('hits'), sql.lit(1)) }))
          .where('limit_name', '=', 'sign-in-by-address')
          .where('subject', '=', p.addressDigest)
          .where(p.chargedAddress)
          .where(hasRows('success'))
          .where(after('forgotten_pair'))
          .returning('subject'),
      )
      .with('ended_streak', (q) =>
        q
          .updateTable('limiter_streak')
          .set(({ eb }) => ({
            failures: eb('failures', '-', sql<number>`${p.chargedStreak}::boolean::integer`),
            since_success: 0,
          }))
          .where('limit_name', '=', 'sign-in-in-a-row')
          .where('subject', '=', p.addressDigest)
          .where(hasRows('success'))
          .where(after('refunded_address'))
          .returning('subject'),
      )
      .with('client_is_known', (q) =>
        q
          .insertInto('known_client')
          .columns(['sign_in_pair'])
          .expression((eb) =>
            eb
              .selectFrom('success')
              .select(eb.cast(p.signInPair, 'bytea').as('sign_in_pair'))
              .where(after('ended_streak'))
              .limit(eb.lit(1)),
          )
          .onConflict((conflict) => conflict.column('sign_in_pair').doUpdateSet({ seen_at: now })),
      ),
  )
}
