import type {
  Charge,
  Limited,
  SignInAttempt,
  SignInCharged,
  SignInPairDigest,
  SubjectDigest,
} from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { charge } from './charge-buckets.ts'
import { limited, type OnLimit } from './limit-parts.ts'
import { addFailures } from './streak.ts'

/** What one client can take of an address's budget, so that a single stranger does not slow down the others. */
const CLIENTS_SHARE = 1 / 2

/**
 * Charged before the password is checked. A client that has signed in before is charged for its own failures only. All
 * others share the budget of the address, and after too many failures in a row have to recover.
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
    const [known] = await knownClient(trx, { pair: pair.subject })

    const share = (address.windows[0]?.most ?? 0) * CLIENTS_SHARE
    if (!known && own.hits <= share) {
      const shared = await chargeOne(trx, address)
      if (!shared.accepted) {
        onLimit(address.limit)
        return undo(limited(shared.wait))
      }
    }

    const [counted] = await addFailure(trx, {
      subject: address.subject,
      most: mostInARow,
      is_known: known !== undefined,
    })
    if (counted) return { status: 'charged' }
    onLimit('sign-in-in-a-row')
    return undo({ status: 'exhausted' })
  })
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

const addFailure = prepared(
  'add-sign-in-failure',
  (db, p: Values<{ subject: SubjectDigest; most: number; is_known: boolean }>) =>
    addFailures(db, 'sign-in-in-a-row', {
      of: db
        .selectNoFrom((eb) => eb.cast<SubjectDigest>(p.subject, 'bytea').as('subject'))
        .as('failed'),
      most: p.most,
      unlimited: p.is_known,
    }),
)
