import {
  type CodeDigest,
  kindsOfSecret,
  type RecoveryStore,
  storedEmailAddress,
} from '@latchkey/core'
import type { Kysely, NotNull } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** Looks for a typed code among a few requests without changing it. */
export async function findCode(
  db: Kysely<Schema>,
  candidates: Parameters<RecoveryStore['findCode']>[0],
): ReturnType<RecoveryStore['findCode']> {
  const [row] = await codeByDigests(db, {
    digests: candidates.flatMap(({ codeDigests }) => codeDigests),
  })
  return (
    row && {
      requestId: row.request_id,
      owner: storedEmailAddress(row.email, row.email_canonical),
    }
  )
}

const codeByDigests = prepared('find-code', (db, p: Values<{ digests: CodeDigest[] }>) =>
  db
    .selectFrom('secret as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(['s.request_id', 'a.email', 'a.email_canonical'])
    .where((eb) => eb('s.digest', '=', eb.fn.any(p.digests)))
    .where(
      's.kind',
      'in',
      kindsOfSecret(({ proves }) => proves === 'mailbox'),
    )
    .where('s.spent_at', 'is', null)
    .where('s.voided_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('a.status', '=', 'active')
    .whereRef('a.credential_version', '=', 's.credential_version')
    // A code is always for a request.
    .$narrowType<{ request_id: NotNull }>(),
)
