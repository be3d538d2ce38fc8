import type { Database } from './connection/database.ts'
import { guarded } from './connection/unavailable.ts'
import { minutesFromNow, nowOnce } from './statements/expressions.ts'
import { prepared, type Values } from './statements/prepared.ts'
import { rows } from './statements/rows.ts'

/** A file of the built pages, as it is stored. */
export type PageFile = {
  /** Its name without a folder, with a hash of its content: `verify-_EYV7t0n.js`. */
  name: string
  /** Keyed, over everything else, so that nobody who can only write to the database can add one. */
  digest: Uint8Array
  /** Its content type. */
  type: string
  /** `br`: the bytes are compressed. */
  encoding: 'br' | null
  /** At most 4 MiB, compressed if `encoding` says so. */
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
    /** Adds a file or replaces the one of its name, and keeps it for so many minutes from now on. */
    async store(file: PageFile, minutes: number): Promise<void> {
      await storeFile(db, { ...file, size: file.bytes.byteLength, minutes })
    },
    /**
     * Removes those that are kept for the shortest time, until the others have at most so many bytes together: 64 MiB
     * when absent.
     *
     * @returns how many were removed.
     */
    async trim(mostBytes = MOST_BYTES): Promise<number> {
      return (await trimFiles(db, { mostBytes })).length
    },
    /** Of the files that are kept still, at most 5,000, those that are kept longest first. */
    names: async (): Promise<string[]> => (await fileNames(db, {})).map(({ name }) => name),
    /** `undefined` if there is none, or its time is over. */
    async find(name: string): Promise<PageFile | undefined> {
      const [file] = await findFile(db, { name })
      return file
    },
  })
}

/**
 * Where the processes of all releases leave the files of their built pages for each other. Times are in minutes, sizes
 * in bytes. Every method throws `Unavailable` when the database is away.
 */
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
