import { kindsOfSecret, type NoRight, type Right, type TokenDigest } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { ownerOf } from '../accounts/account-table.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/**
 * Looks at the secret of a notice without changing it. It stays valid however often the password was changed since:
 * otherwise an attacker could disarm it.
 */
export async function findNotMe(
  db: Kysely<Schema>,
  tokenDigest: TokenDigest,
): Promise<Right | NoRight> {
  const [row] = await notMeByDigest(db, { tokenDigest })
  if (!row) return { status: 'none', reason: 'unknown' }
  if (row.spent_at) return { status: 'none', reason: 'spent' }
  if (row.voided_at || row.status !== 'active') return { status: 'none', reason: 'voided' }
  if (row.expired) return { status: 'none', reason: 'expired' }
  const owner = ownerOf(row)
  if (!owner) return { status: 'none', reason: 'voided' }
  return { status: 'good', owner, expiresAt: row.expires_at }
}

const notMeByDigest = prepared(
  'find-not-me',
  (db, p: Values<{ tokenDigest: TokenDigest }>, accounts) =>
    db
      .selectFrom('secret as s')
      .innerJoinLateral(
        (eb) => accounts.byId(eb, eb.ref('s.account_id')).as('a'),
        (join) => join.onTrue(),
      )
      .select(({ eb }) => [
        'a.email',
        'a.email_canonical',
        'a.status',
        's.expires_at',
        's.spent_at',
        's.voided_at',
        eb('s.expires_at', '<=', now).$castTo<boolean>().as('expired'),
      ])
      .where('s.digest', '=', p.tokenDigest)
      .where(
        's.kind',
        'in',
        kindsOfSecret(({ proves }) => proves === 'not-me'),
      ),
)
