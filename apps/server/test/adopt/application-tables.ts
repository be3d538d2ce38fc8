import { readFileSync } from 'node:fs'
import { openPostgres } from '@latchkey/db'
import { openSqlClient, openTestPostgres } from '@latchkey/db/testing'
import { type Adoption, type AdoptOptions, adopt } from '../../src/adopt/adopt.ts'
import { type Answers, accepting } from '../../src/adopt/questions.ts'
import { AdoptionRefused } from '../../src/adopt/refusal.ts'
import { hashes } from './hashes.ts'

type Options = Partial<AdoptOptions> & { answers?: Answers; url?: string }
type Adopted =
  | ({ refused?: undefined } & Omit<Adoption, 'map'> & { map: Record<string, unknown> })
  | { refused: string; map?: undefined; report?: undefined; role?: undefined }

/** Everybody in these stories has an address of this domain. None is ever printed. */
const DOMAIN = 'people.test'

const empty = `
  do $$ declare name text; begin
    for name in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema$)' loop
      execute format('drop schema %I cascade', name);
    end loop;
  end $$;
  drop extension if exists postgres_fdw cascade;
  create schema public;`

/** One database, in which one application lives at a time. */
export async function openApplications() {
  const postgres = await openTestPostgres()
  const url = await postgres.empty()
  const sql = await openSqlClient(url, 'public')

  /** @param tables SQL; `:'bcrypt_2b'` stands for a stored password of `hashes`. */
  async function application(tables: string, { owner }: { owner?: string } = {}) {
    await sql.rows(empty)
    if (owner !== undefined)
      await sql.rows(
        `alter database ${quotedName(url)} owner to ${owner}; alter schema public owner to ${owner}; set role ${owner}`,
      )
    await sql.rows(withHashes(tables)).finally(() => sql.rows('reset role'))
    async function adopted({ answers = accepting, url: as = url, ...options }: Options = {}) {
      const database = openPostgres({ url: as, role: 'migration', maxConnections: 1 })
      const given = { role: 'latchkey', hasPepper: false, ...options }
      const said = await adopt(database, given, answers)
        .then(
          ({ map, ...others }): Adopted => ({ ...others, map: JSON.parse(map) }),
          (error): Adopted => {
            if (error instanceof AdoptionRefused) return { refused: error.message }
            throw error
          },
        )
        .finally(() => database.close())
      keepsSilent(JSON.stringify(said))
      return said
    }
    return { url, rows: sql.rows, adopt: adopted }
  }
  return {
    postgres,
    application,
    /** The application of a file in `tables/`. */
    named: (name: string, options?: { owner?: string }) =>
      application(readFileSync(new URL(`./tables/${name}.sql`, import.meta.url), 'utf8'), options),
    async close() {
      await sql.close()
      await postgres.close()
    },
  }
}

function quotedName(url: string): string {
  return `"${new URL(url).pathname.slice(1)}"`
}

/** The address of the same database for another role. */
export function asRole(url: string, role: string): string {
  const other = new URL(url)
  other.username = role
  return other.href
}

export type Applications = Awaited<ReturnType<typeof openApplications>>

function withHashes(tables: string): string {
  return tables.replaceAll(/:'(\w+)'/g, (_, name: string) => {
    const hash = hashes[name]
    if (hash === undefined) throw new Error(`There is no stored password ${name}`)
    return `'${hash}'`
  })
}

/** @throws if a stored password or an address is in a text that people read. */
export function keepsSilent(text: string): void {
  for (const [name, hash] of Object.entries(hashes)) {
    if (text.includes(hash)) throw new Error(`The password ${name} was printed`)
  }
  if (text.includes(DOMAIN)) throw new Error(`An address was printed: ${text}`)
}
