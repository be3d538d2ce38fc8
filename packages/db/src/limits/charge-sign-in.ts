import type {
  Charge,
  Limited,
  SignInAttempt,
  SignInCharged,
  SignInPairDigest,
  StreakLimit,
  SubjectDigest,
} from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { charge } from './charge-buckets.ts'
import { limited, type OnLimit } from './limit-parts.ts'

/** What one client can take of an address's budget, so that a single stranger does not slow down the others. */
const CLIENTS_SHARE = 1 / 2

/**
 * Charged before the password is checked. A client that has signed in before is charged for its own failures only. All
 * others share the budget of the address, and after too many failures in a row have to recover. Nothing that a stranger
 * is answered with depends on what the owner did.
 */
export async function chargeSignIn(
  db: Kysely<Schema>,
  { charges, mostInARow }: SignInAttempt,
  onLimit: OnLimit,
): Promise<SignInCharged | Limited> {
  const { pair, address } = charges
  return transaction<SignInCharged | Limited>(db, async (trx, undo) => {
    const own = await chargeOne(trx, pair)
    if (!own.accepted) {
      onLimit(pair.limit)
      return undo(limited(own.wait))
    }
    if (await isKnownClient(trx, pair.subject)) return notShared

    const share = (address.windows[0]?.most ?? 0) * CLIENTS_SHARE
    const chargedAddress = own.hits <= share
    if (chargedAddress) {
      const shared = await chargeOne(trx, address)
      if (!shared.accepted) {
        onLimit(address.limit)
        return undo(limited(shared.wait))
      }
    }

    const [streak] = await addSignInFailure(trx, { subject: address.subject })
    if (!streak) throw new Error('A failure has no streak')
    const isExhausted = streak.failures > mostInARow
    if (isExhausted) onLimit('sign-in-in-a-row')
    return {
      status: 'charged',
      isKnown: false,
      isExhausted,
      isClosed: streak.since_success > mostInARow,
      shared: { chargedAddress, chargedStreak: true },
    }
  })
}

const notShared: SignInCharged = {
  status: 'charged',
  isKnown: true,
  isExhausted: false,
  isClosed: false,
  shared: { chargedAddress: false, chargedStreak: false },
}

export async function isKnownClient(db: Kysely<Schema>, pair: SubjectDigest): Promise<boolean> {
  const [known] = await knownClient(db, { pair })
  return known !== undefined
}

async function chargeOne(trx: Transaction<Schema>, hit: Charge) {
  const [bucket] = await charge(trx, [hit])
  if (!bucket) throw new Error('A charge has no bucket')
  return bucket
}

const knownClient = prepared('known-client', (db, p: Values<{ pair: SubjectDigest }>) =>
  db
    .selectFrom('known_client')
    .select('seen_at')
    .where('sign_in_pair', '=', p.pair.$castTo<SignInPairDigest>()),
)

const addSignInFailure = prepared(
  'add-sign-in-failure',
  (db, p: Values<{ subject: SubjectDigest }>) =>
    db
      .insertInto('limiter_streak')
      .values({
        limit_name: 'sign-in-in-a-row' satisfies StreakLimit,
        subject: p.subject,
        failures: 1,
        since_success: 1,
      })
      .onConflict((conflict) =>
        conflict.columns(['limit_name', 'subject']).doUpdateSet(({ eb }) => ({
          failures: eb('limiter_streak.failures', '+', 1),
          since_success: eb('limiter_streak.since_success', '+', 1),
          failed_at: now,
        })),
      )
      .returning(['limiter_streak.failures', 'limiter_streak.since_success']),
)
