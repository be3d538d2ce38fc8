import type { ClientDigest, GuessShare, Limited, SubjectDigest, Window } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { limited, type OnLimit } from './limit-parts.ts'
import { budgetLeft, chargeShares } from './shared-budget.ts'

/** See `Limiter`. */
export async function chargeGuessShare(
  db: Kysely<Schema>,
  { network, inAll }: GuessShare,
  onLimit: OnLimit,
): Promise<Limited | { status: 'charged' }> {
  const [outcome] = await chargeShare(db, { network, globalWindows: inAll })
  if (outcome?.accepted !== false) return { status: 'charged' }
  onLimit('guess-in-all-by-client')
  return limited(outcome.wait ?? 1)
}

const chargeShare = prepared(
  'charge-guess-share',
  (db, p: Values<{ network: ClientDigest; globalWindows: readonly Window[] }>) =>
    db
      .with('budget', (q) => budgetLeft(q, 'guess-in-all', p.globalWindows))
      .with('charged_share', (q) =>
        chargeShares(
          q,
          'guess-in-all-by-client',
          q
            .selectNoFrom((eb) => eb.cast<SubjectDigest>(p.network, 'bytea').as('network'))
            .as('asking'),
        ),
      )
      .selectFrom('budget')
      .leftJoin('charged_share', (join) => join.onTrue())
      .select(['charged_share.accepted', 'budget.wait']),
)
