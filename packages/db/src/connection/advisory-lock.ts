import { type RawBuilder, sql } from 'kysely'

/**
 * What is locked. Advisory locks belong to a database and not to a schema, and know nothing but numbers: "latchkey" in
 * ASCII would be 64 bits, these are its first 32, counted on.
 */
const locks = { migration: 0x6c617463, purge: 0x6c617464 }

/** The two keys of an advisory lock, so that Latchkeys in other schemas of the database do not wait for it. */
export function advisoryLock(what: keyof typeof locks, schema: string): RawBuilder<unknown> {
  return sql`${sql.lit(locks[what])}, hashtext(${schema})`
}
