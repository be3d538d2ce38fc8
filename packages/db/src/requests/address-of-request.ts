import type { AddressDigest } from '@latchkey/core'
import { sql } from 'kysely'

/** The digest of the address a request was for; null when there is none. */
export function addressOfRequest(requestId: string | null) {
  return sql<AddressDigest>`(select address_digest from recovery_request where id = ${requestId}::uuid)`
}
