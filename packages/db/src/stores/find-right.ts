import { type Digest, type NoRight, type Right, storedEmailAddress } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from './time.ts'

/** Looks at a link or a ticket without touching it, and knows why one is no good. */
export async function findRight(db: Kysely<Schema>, token: Digest): Promise<Right | NoRight> {
  const row = await db
    .selectFrom('secret as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(({ eb, and, ref }) => [
      'a.email',
      'a.email_canonical',
      's.expires_at',
      's.spent_at',
      eb('s.expires_at', '<=', now).as('expired'),
      and([
        eb('s.voided_at', 'is', null),
        eb('a.status', '=', 'active'),
        eb('a.credential_version', '=', ref('s.credential_version')),
      ]).as('valid'),
    ])
    .where('s.digest', '=', token)
    .where('s.kind', 'in', ['link', 'ticket'])
    .executeTakeFirst()
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
