import { type RecoveryStore, storedEmailAddress } from '@latchkey/core'
import type { Kysely, NotNull } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/time.ts'

/** Looks for a typed code among a few requests without touching it. */
export async function findCode(
  db: Kysely<Schema>,
  candidates: Parameters<RecoveryStore['findCode']>[0],
): ReturnType<RecoveryStore['findCode']> {
  if (candidates.length === 0) return undefined
  const row = await db
    .selectFrom('secret as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(['s.request_id', 'a.email', 'a.email_canonical'])
    .where(
      's.digest',
      'in',
      candidates.flatMap(({ codeDigests }) => codeDigests),
    )
    .where('s.kind', '=', 'code')
    .where('s.spent_at', 'is', null)
    .where('s.voided_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('a.status', '=', 'active')
    .whereRef('a.credential_version', '=', 's.credential_version')
    // A code is always for a request.
    .$narrowType<{ request_id: NotNull }>()
    .executeTakeFirst()
  return (
    row && {
      requestId: row.request_id,
      owner: storedEmailAddress(row.email, row.email_canonical),
    }
  )
}
