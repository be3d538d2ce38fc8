import { createHash } from 'node:crypto'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import { ago, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { type AnyAccountMap, isFunctions } from './map/account-functions.ts'

/*
 * Processes that share a schema of ours and not a users table would email and reset each other's people. So each process
 * notes whose users it recovers, and looks for others.
 */

/** Where the users are, without how: a map may change in everything else while processes are replaced one by one. */
export function usersFingerprint(users: AnyAccountMap | { url: string } | undefined): Uint8Array {
  const place = placeOf(users)
  return createHash('sha256').update(JSON.stringify(place)).digest().subarray(0, 16)
}

function placeOf(users: AnyAccountMap | { url: string } | undefined): string[] {
  if (!users) return ['own']
  if ('url' in users) return ['ported', users.url]
  return isFunctions(users)
    ? ['functions', users.functions]
    : ['mapped', users.users.table, users.users.id]
}

/** Whose users are recovered through this schema. Every method throws `Unavailable` when the database is away. */
export function createMapSightings({ kysely: db }: Database) {
  return guarded({
    /** Says that this process recovers these users. */
    async note(fingerprint: Uint8Array): Promise<void> {
      await noteMap(db, { fingerprint })
    },
    /** Says that this process no longer does. If others still do, they say so within a minute. */
    async leave(fingerprint: Uint8Array): Promise<void> {
      await leaveMap(db, { fingerprint })
    },
    /** Whether a process that probably runs recovers other users. */
    async differs(fingerprint: Uint8Array): Promise<boolean> {
      return (await otherMaps(db, { fingerprint })).length > 0
    },
  })
}

/** Whose users the processes on this database recover. */
export type MapSightings = ReturnType<typeof createMapSightings>

type Fingerprint = Values<{ fingerprint: Uint8Array }>

const noteMap = prepared('note-account-map', (db, p: Fingerprint) =>
  db
    .insertInto('account_map')
    .values({ fingerprint: p.fingerprint, seen_at: now })
    .onConflict((conflict) =>
      conflict
        .column('fingerprint')
        .doUpdateSet(({ ref }) => ({ seen_at: ref('excluded.seen_at') })),
    ),
)

const outdated = ago('3 minutes')

const leaveMap = prepared('leave-account-map', (db, p: Fingerprint) =>
  db
    .updateTable('account_map')
    // Earlier than `outdated` by more than the resolution of any clock.
    .set({ seen_at: ago('1 hour') })
    .where('fingerprint', '=', p.fingerprint),
)

const otherMaps = prepared('other-account-maps', (db, p: Fingerprint) =>
  db
    .selectFrom('account_map')
    .select('fingerprint')
    .where('fingerprint', '!=', p.fingerprint)
    .where('seen_at', '>=', outdated)
    .limit(1),
)
