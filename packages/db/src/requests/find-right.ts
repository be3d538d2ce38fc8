import { type NoRight, type Right, storedEmailAddress, type TokenDigest } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

type Row = {
  email: string
  email_canonical: string
  expires_at: Date
  spent_at: Date | null
  expired: boolean
  valid: boolean
}

/** Looks at a link or a ticket without touching it, and knows why one is no good. */
export async function findRight(
  db: Kysely<Schema>,
  tokenDigest: TokenDigest,
): Promise<Right | NoRight> {
  // Written out: putting it together by the builder cost more than sending it, and people's links are looked at most.
  const { rows } = await sql<Row>`
    select a.email, a.email_canonical, s.expires_at, s.spent_at,
      s.expires_at <= clock_timestamp() as expired,
      s.voided_at is null and a.status = 'active'
        and a.credential_version = s.credential_version as valid
    from secret s join account a on a.id = s.account_id
    where s.digest = ${tokenDigest} and s.kind in ('link', 'ticket')`.execute(db)
  const [row] = rows
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
