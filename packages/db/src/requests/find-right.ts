import {
  kindsOfSecret,
  type NoRight,
  type Right,
  storedEmailAddress,
  type TokenDigest,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

const rightByDigest = prepared('find-right', (db, p: Values<{ tokenDigest: TokenDigest }>) =>
  db
    .selectFrom('secret as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(({ eb, and }) => [
      'a.email',
      'a.email_canonical',
      's.expires_at',
      's.spent_at',
      eb('s.expires_at', '<=', now).$castTo<boolean>().as('expired'),
      and([
        eb('s.voided_at', 'is', null),
        eb('a.status', '=', 'active'),
        eb('a.credential_version', '=', eb.ref('s.credential_version')),
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
  return {
    status: 'good',
    owner: storedEmailAddress(row.email, row.email_canonical),
    expiresAt: row.expires_at,
  }
}
