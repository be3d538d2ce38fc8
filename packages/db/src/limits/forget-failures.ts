import type { SignInSubjects } from '@latchkey/core'
import type { QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'
import { after, hasRows } from '../statements/after.ts'
import { now } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'

/**
 * After a success: earlier failures no longer count, and the client is known. `success` is a CTE that has a row if
 * there was one; without a row, nothing is written.
 */
export function forgetFailures(p: Values<SignInSubjects>) {
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
      .with('forgotten_address', (q) =>
        q
          .deleteFrom('limiter_bucket')
          .where('limit_name', '=', 'sign-in-by-address')
          .where('subject', '=', p.addressDigest)
          .where(hasRows('success'))
          .where(after('forgotten_pair'))
          .returning('subject'),
      )
      .with('forgotten_streaks', (q) =>
        q
          .deleteFrom('limiter_streak')
          .where('limit_name', 'in', ['guess-in-a-row', 'sign-in-in-a-row'])
          .where('subject', '=', p.addressDigest)
          .where(hasRows('success'))
          .where(after('forgotten_address'))
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
              .where(after('forgotten_streaks'))
              .limit(eb.lit(1)),
          )
          .onConflict((conflict) => conflict.column('sign_in_pair').doUpdateSet({ seen_at: now })),
      ),
  )
}
