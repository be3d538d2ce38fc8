import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Database } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import { ping } from './ping.ts'

/**
 * Opens the embedded database: in `folder`, or in memory when there is none. One process at a time: two openers
 * would corrupt it, so the second is refused.
 *
 * @throws FolderInUse
 */
export async function openEmbedded(folder?: string): Promise<Database> {
  if (folder === undefined) return asDatabase(await PGlite.create())
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(folder)
  try {
    return asDatabase(await PGlite.create(join(folder, 'pg')), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

export function asDatabase(pglite: PGlite, unlock = () => {}): Database {
  const kysely = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  return {
    kind: 'embedded',
    kysely,
    ping: () => ping(kysely),
    async close() {
      if (!pglite.closed) await pglite.close()
      unlock()
    },
  }
}
