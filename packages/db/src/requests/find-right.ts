import { kindsOfSecret, type NoRight, type Right, type TokenDigest } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { ownerOf } from '../accounts/account-table.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

const rightByDigest = prepared(
  'find-right',
  (db, p: Values<{ tokenDigest: TokenDigest }>, accounts) =>
    db
      .selectFrom('secret as s')
      .innerJoinLateral(
        (eb) => accounts.byId(eb, eb.ref('s.account_id')).as('a'),
        (join) => join.onTrue(),
      )
      .select(({ eb, and }) => [
        'a.email',
        'a.email_canonical',
        's.expires_at',
        's.spent_at',
        eb('s.expires_at', '<=', now).$castTo<boolean>().as('expired'),
        and([
          eb('s.voided_at', 'is', null),
          eb('a.status', '=', 'active'),
          eb('a.version', '=', eb.ref('s.credential_version')),
        ])
          .$castTo<boolean>()
          .as('valid'),
      ])
      .where('s.digest', '=', p.tokenDigest)
      .where(
        's.kind',
        'in',
        kindsOfSecret(({ proves }) => proves === 'right'),
      ),
)

/** Looks at a link or a ticket without changing it, and says why it is not valid. */
export async function findRight(
  db: Kysely<Schema>,
  tokenDigest: TokenDigest,
): Promise<Right | NoRight> {
  const [row] = await rightByDigest(db, { tokenDigest })
  if (!row) return { status: 'none', reason: 'unknown' }
  if (row.spent_at) return { status: 'none', reason: 'spent' }
  if (!row.valid) return { status: 'none', reason: 'voided' }
  if (row.expired) return { status: 'none', reason: 'expired' }
  const owner = ownerOf(row)
  if (!owner) return { status: 'none', reason: 'voided' }
  return { status: 'good', owner, expiresAt: row.expires_at }
}
