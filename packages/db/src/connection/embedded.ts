import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Database } from './database.ts'
import { embeddedProblem } from './embedded-problem.ts'
import { lockFolder } from './folder-lock.ts'
import { ping } from './ping.ts'
import { DEFAULT_SCHEMA } from './schema-name.ts'

/**
 * Opens the embedded database: in `folder`, or in memory when there is none. One process at a time: two openers
 * would corrupt it, so the second is refused.
 *
 * @throws FolderInUse, and DatabaseSetupError for a folder in which it cannot be opened.
 */
export async function openEmbedded(folder?: string, schema = DEFAULT_SCHEMA): Promise<Database> {
  if (folder === undefined) return asDatabase(await PGlite.create(), { schema })
  let unlock = () => {}
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    unlock = lockFolder(folder)
    return await asDatabase(await PGlite.create(join(folder, 'pg')), { schema, unlock })
  } catch (error) {
    unlock()
    throw embeddedProblem(folder, error)
  }
}

/** A PGlite that is open already, as a database. `unlock` is called when it is closed. */
export async function asDatabase(
  pglite: PGlite,
  { schema = DEFAULT_SCHEMA, unlock = () => {} }: { schema?: string; unlock?: () => void } = {},
): Promise<Database> {
  await pglite.query(`set search_path = "${schema}", pg_temp`)
  const dialect = new PGliteDialect({ pglite })
  const kysely = new Kysely<Schema>({ dialect }).withSchema(schema)
  return {
    kind: 'embedded',
    schema,
    kysely,
    pooler: async () => 'none',
    ping: () => ping(kysely),
    async close() {
      if (!pglite.closed) await pglite.close()
      unlock()
    },
  }
}
