import type { Database } from './connection/database.ts'
import { guarded } from './connection/unavailable.ts'
import { ago, now } from './statements/expressions.ts'
import { prepared, type Values } from './statements/prepared.ts'

/** A server secret that a process signs with, by its keyed fingerprint. */
export type SeenSecret = {
  fingerprint: Uint8Array
  /** Whether a process said so in the last minutes, so that it is probably still running. */
  live: boolean
}

/** Which server secrets are in use. Every method throws `Unavailable` when the database is away. */
export function createSecretSightings({ kysely: db }: Database) {
  return guarded({
    /** Says that this process signs with it. */
    async note(fingerprint: Uint8Array): Promise<void> {
      await noteSecret(db, { fingerprint })
    },
    /** Says that this process no longer does. If others still do, they say so within a minute. */
    async leave(fingerprint: Uint8Array): Promise<void> {
      await leaveSecret(db, { fingerprint })
    },
    /** The last one first. */
    seen: (): Promise<SeenSecret[]> => secretsSeen(db, {}),
  })
}

/** Which server secrets the processes on this database sign with. */
export type SecretSightings = ReturnType<typeof createSecretSightings>

const noteSecret = prepared('note-server-secret', (db, p: Values<{ fingerprint: Uint8Array }>) =>
  db
    .insertInto('server_secret')
    .values({ fingerprint: p.fingerprint, seen_at: now })
    .onConflict((conflict) =>
      conflict
        .column('fingerprint')
        .doUpdateSet(({ ref }) => ({ seen_at: ref('excluded.seen_at') })),
    ),
)

const outdated = ago('3 minutes')

const leaveSecret = prepared('leave-server-secret', (db, p: Values<{ fingerprint: Uint8Array }>) =>
  db
    .updateTable('server_secret')
    // Earlier than `outdated` by more than the resolution of any clock.
    .set({ seen_at: ago('1 hour') })
    .where('fingerprint', '=', p.fingerprint),
)

const MOST_SEEN = 20

const secretsSeen = prepared('server-secrets-seen', (db) =>
  db
    .selectFrom('server_secret')
    .select((eb) => ['fingerprint', eb('seen_at', '>=', outdated).$castTo<boolean>().as('live')])
    .orderBy('seen_at', 'desc')
    .limit(MOST_SEEN),
)
