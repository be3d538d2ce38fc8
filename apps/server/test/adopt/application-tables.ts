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

/** One PostgreSQL, with a database for each application. */
export async function openApplications() {
  const postgres = await openTestPostgres()
  const closing: (() => Promise<void>)[] = []

  /** @param tables SQL; `:'bcrypt_2b'` stands for a stored password of `hashes`. */
  async function application(tables: string) {
    const url = await postgres.empty()
    const sql = await openSqlClient(url, 'public')
    closing.push(() => sql.close())
    await sql.rows(withHashes(tables))
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
    named: (name: string) =>
      application(readFileSync(new URL(`./tables/${name}.sql`, import.meta.url), 'utf8')),
    async close() {
      await Promise.all(closing.map((close) => close()))
      await postgres.close()
    },
  }
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
