import type { Database } from './connection/database.ts'
import { guarded } from './connection/unavailable.ts'
import { minutesFromNow, nowOnce } from './statements/expressions.ts'
import { prepared, type Values } from './statements/prepared.ts'
import { rows } from './statements/rows.ts'

/** A file of the built pages, as it is stored. */
export type PageFile = {
  name: string
  /** Keyed, over everything else, so that nobody who can only write to the database can add one. */
  digest: Uint8Array
  type: string
  /** `br`: the bytes are compressed. */
  encoding: 'br' | null
  bytes: Uint8Array
}

/** Of all files together, beyond which the oldest go: some thirty builds that have nothing in common. */
const MOST_BYTES = 64 * 1_024 * 1_024
const MOST_NAMES = 5_000

/** The files of all builds that were in use lately. Every method throws `Unavailable` when the database is away. */
export function createPageFiles({ kysely: db }: Database) {
  return guarded({
    /** Keeps those that are stored with this digest for so long from now on, and returns the names of the others. */
    async keep(
      files: readonly Pick<PageFile, 'name' | 'digest'>[],
      minutes: number,
    ): Promise<string[]> {
      // Only these two: whole files would be sent along.
      const known = files.map(({ name, digest }) => ({ name, digest }))
      const kept = await keepFiles(db, { files: known, minutes })
      const names = new Set(kept.map(({ name }) => name))
      return files.map(({ name }) => name).filter((name) => !names.has(name))
    },
    async store(file: PageFile, minutes: number): Promise<void> {
      await storeFile(db, { ...file, size: file.bytes.byteLength, minutes })
    },
    /** Removes the oldest, if all together are too large. */
    async trim(mostBytes = MOST_BYTES): Promise<number> {
      return (await trimFiles(db, { mostBytes })).length
    },
    names: async (): Promise<string[]> => (await fileNames(db, {})).map(({ name }) => name),
    async find(name: string): Promise<PageFile | undefined> {
      const [file] = await findFile(db, { name })
      return file
    },
  })
}

export type PageFiles = ReturnType<typeof createPageFiles>

type Known = Pick<PageFile, 'name' | 'digest'>

const keepFiles = prepared(
  'keep-page-files',
  (db, p: Values<{ files: Known[]; minutes: number }>) =>
    db
      .updateTable('page_file')
      .from(rows('file', p.files, { name: 'text', digest: 'bytea' }))
      .set({ kept_until: minutesFromNow(p.minutes) })
      .whereRef('page_file.name', '=', 'file.name')
      .whereRef('page_file.digest', '=', 'file.digest')
      .returning('page_file.name'),
)

const storeFile = prepared(
  'store-page-file',
  (db, p: Values<PageFile & { size: number; minutes: number }>) =>
    db
      .insertInto('page_file')
      .values({
        ...{ name: p.name, digest: p.digest, type: p.type, encoding: p.encoding },
        ...{ bytes: p.bytes, size: p.size, kept_until: minutesFromNow(p.minutes) },
      })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet(({ ref }) => ({
          digest: ref('excluded.digest'),
          type: ref('excluded.type'),
          encoding: ref('excluded.encoding'),
          bytes: ref('excluded.bytes'),
          size: ref('excluded.size'),
          kept_until: ref('excluded.kept_until'),
        })),
      ),
)

const trimFiles = prepared('trim-page-files', (db, p: Values<{ mostBytes: number }>) =>
  db
    .deleteFrom('page_file')
    .where('name', 'in', (eb) =>
      eb
        .selectFrom((sizes) =>
          sizes
            .selectFrom('page_file')
            .select(({ fn }) => [
              'page_file.name as name',
              fn
                .sum<number>('page_file.size')
                .over((over) =>
                  over.orderBy('page_file.kept_until', 'desc').orderBy('page_file.name'),
                )
                .as('total'),
            ])
            .as('newest_first'),
        )
        .select('newest_first.name')
        .where('newest_first.total', '>', p.mostBytes),
    )
    .returning('page_file.name'),
)

const fileNames = prepared('page-file-names', (db) =>
  db
    .selectFrom('page_file')
    .select('name')
    .where('kept_until', '>', nowOnce)
    .orderBy('kept_until', 'desc')
    .limit(MOST_NAMES),
)

const findFile = prepared('find-page-file', (db, p: Values<{ name: string }>) =>
  db
    .selectFrom('page_file')
    .select(['name', 'digest', 'type', 'encoding', 'bytes'])
    .where('name', '=', p.name)
    .where('kept_until', '>', nowOnce),
)
