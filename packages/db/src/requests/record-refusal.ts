import type { RefusedProof } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addressOfRequest } from './address-of-request.ts'

/** One statement, whoever was asked for and whatever was wrong with the proof. */
export async function recordRefusal(
  db: Kysely<Schema>,
  { kind, requestId, clientDigest }: RefusedProof,
): Promise<void> {
  await db
    .insertInto('audit_event')
    .values({
      kind,
      outcome: 'refused',
      request_id: requestId ?? null,
      address_digest: addressOfRequest(requestId ?? null),
      client_digest: clientDigest,
    })
    .execute()
}
