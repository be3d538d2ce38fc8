import type { AddressDigest, SuppressionStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { reportAddresses } from './report-addresses.ts'

export function createSuppressionStore(db: Kysely<Schema>): SuppressionStore {
  return {
    report: (reports) => reportAddresses(db, reports),
    async find(digests) {
      if (digests.length === 0) return []
      const found = await lastingSuppressions(db, { digests })
      return found.map(({ address_digest: digest, cause, stops_recovery: stopsRecovery }) => ({
        ...{ digest, cause, stopsRecovery },
      }))
    },
  }
}

const lastingSuppressions = prepared(
  'lasting-suppressions',
  (db, p: Values<{ digests: readonly AddressDigest[] }>) =>
    db
      .selectFrom('suppression')
      .select((eb) => [
        'address_digest',
        'cause',
        eb('recovery_until', '>', now).$castTo<boolean>().as('stops_recovery'),
      ])
      .where((eb) => eb('address_digest', '=', eb.fn.any(p.digests)))
      .where('until', '>', now)
      .where('lifted_at', 'is', null),
)
