import type { Limited, SignInAttempt, SignInCharged, SignInSubjects } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { transaction } from '../statements/transaction.ts'
import { chargeStatement, json, limited, type OnLimit } from './limiter.ts'
import { oneMoreIn } from './streak.ts'

/** What one client can take of what an address holds, so that one stranger alone slows down nobody else. */
const CLIENTS_SHARE = 1 / 2

/**
 * Charged before the password is looked at. A client that has signed in before answers for its own failures only;
 * all others share the address's, and after too many in a row have to recover.
 */
export async function chargeSignIn(
  db: Kysely<Schema>,
  attempt: SignInAttempt,
  onLimit: OnLimit,
): Promise<SignInCharged | Limited> {
  return transaction<SignInCharged | Limited>(db, async (trx, undo) => {
    const own = await chargeOne(trx, attempt.charges.pair)
    if (!own.accepted) {
      onLimit(own.limit_name)
      return undo(limited(own.wait))
    }
    const { rows } = await sql<{ known: boolean }>`
      select exists (select from known_client where sign_in_pair = ${attempt.charges.pair.subject}) as known
    `.execute(trx)
    const known = rows[0]?.known === true

    const { address } = attempt.charges
    const share = (address.windows[0]?.most ?? 0) * CLIENTS_SHARE
    if (!known && own.hits <= share) {
      const shared = await chargeOne(trx, address)
      if (!shared.accepted) {
        onLimit(shared.limit_name)
        return undo(limited(shared.wait))
      }
    }

    const streak = oneMoreIn('sign-in-in-a-row', {
      most: attempt.mostInARow,
      source: sql`select ${address.subject}::bytea`,
      unless: sql`${known}::boolean`,
    })
    const counted = await streak.execute(trx)
    if (counted.rows.length > 0) return { status: 'charged' }
    onLimit('sign-in-in-a-row')
    return undo({ status: 'exhausted' })
  })
}

async function chargeOne(trx: Transaction<Schema>, charge: SignInAttempt['charges']['pair']) {
  const source = sql`values (${charge.limit}::text, ${charge.subject}::bytea, ${json(charge)}::jsonb)`
  const { rows } = await chargeStatement(source).execute(trx)
  const [row] = rows
  if (!row) throw new Error('The bucket is gone')
  return row
}

/**
 * After a success: nothing that was tried before counts any more, and this client is known. Parts of a `with`;
 * `success` yields a row where there was one.
 */
export function failuresForgotten(
  { signInPair, addressDigest }: SignInSubjects,
  success: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // Each asks for the one before, so that locks are taken in the order in which a sign-in is charged.
  return sql`pair as (
      delete from limiter_bucket
      where limit_name = 'sign-in-by-address-and-client' and subject = ${signInPair}
        and exists (${success}) returning 1
    ), address as (
      delete from limiter_bucket
      where limit_name = 'sign-in-by-address' and subject = ${addressDigest}
        and exists (${success}) and (select count(*) >= 0 from pair) returning 1
    ), streaks as (
      delete from limiter_streak
      where limit_name in ('guess-in-a-row', 'sign-in-in-a-row') and subject = ${addressDigest}
        and exists (${success}) and (select count(*) >= 0 from address) returning 1
    ), known as (
      insert into known_client (sign_in_pair) select ${signInPair}::bytea
      where exists (${success}) and (select count(*) >= 0 from streaks)
      on conflict (sign_in_pair) do update set seen_at = clock_timestamp()
    )`
}
