import type { ClientDigest, RefusedProof } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** One statement, for every kind of request and every fault of the proof. */
export async function recordRefusal(
  db: Kysely<Schema>,
  { kind, requestId, clientDigest }: RefusedProof,
): Promise<void> {
  await insertRefusal(db, { kind, requestId: requestId ?? null, clientDigest })
}

const insertRefusal = prepared(
  'record-refusal',
  (
    db,
    p: Values<{ kind: RefusedProof['kind']; requestId: string | null; clientDigest: ClientDigest }>,
  ) =>
    db.insertInto('audit_event').values(({ selectFrom }) => ({
      kind: p.kind,
      outcome: 'refused',
      request_id: p.requestId,
      address_digest: selectFrom('recovery_request')
        .select('address_digest')
        .where('id', '=', p.requestId),
      client_digest: p.clientDigest,
    })),
)
