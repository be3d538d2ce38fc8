import { type CodeDigest, kindsOfSecret, type RecoveryStore } from '@latchkey/core'
import type { Kysely, NotNull } from 'kysely'
import { ownerOf } from '../accounts/account-table.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** Looks for a typed code among a few requests without changing it. */
export async function findCode(
  db: Kysely<Schema>,
  candidates: Parameters<RecoveryStore['findCode']>[0],
): ReturnType<RecoveryStore['findCode']> {
  const [row] = await codeByDigests(db, {
    requestIds: candidates.map(({ requestId }) => requestId),
    digests: candidates.flatMap(({ codeDigests }) => codeDigests),
  })
  const owner = row && ownerOf(row)
  return owner && { requestId: row.request_id, owner }
}

const codeByDigests = prepared(
  'find-code',
  (db, p: Values<{ requestIds: string[]; digests: CodeDigest[] }>, accounts) =>
    db
      .selectFrom('secret as s')
      .innerJoinLateral(
        (eb) => accounts.byId(eb, eb.ref('s.account_id')).as('a'),
        (join) => join.onTrue(),
      )
      .select(['s.request_id', 'a.email', 'a.email_canonical'])
      .where((eb) => eb('s.digest', '=', eb.fn.any(p.digests)))
      .where((eb) => eb('s.request_id', '=', eb.fn.any(p.requestIds)))
      .where(
        's.kind',
        'in',
        kindsOfSecret(({ proves }) => proves === 'mailbox'),
      )
      .where('s.spent_at', 'is', null)
      .where('s.voided_at', 'is', null)
      .where('s.expires_at', '>', now)
      .where('a.status', '=', 'active')
      .whereRef('a.version', '=', 's.credential_version')
      // A code is always for a request.
      .$narrowType<{ request_id: NotNull }>(),
)
