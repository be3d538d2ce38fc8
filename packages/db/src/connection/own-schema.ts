import { sql } from 'kysely'
import { appliedMigrations } from '../applied-migrations.ts'
import type { Database } from './database.ts'
import { DatabaseSetupError } from './setup-error.ts'

type Found = {
  database: string
  role: string
  exists: boolean
  mayCreateSchema: boolean
  mayUse: boolean
  mayCreateTables: boolean
  /** Tables, views and sequences in it. */
  relations: string[]
}

/**
 * Makes the schema, unless it is there. One that is there may be empty, made by an administrator for us, or hold
 * tables of ours; `isOurs` says whether a migration of this name is one of ours.
 *
 * @throws DatabaseSetupError if a right is missing or if the schema belongs to something else.
 */
export async function makeOwnSchema(
  database: Database,
  isOurs: (migration: string) => boolean,
): Promise<void> {
  const { kysely, schema } = database
  const found = await look(database)
  const problem = await problemWith(database, found, isOurs)
  if (problem !== undefined) throw new DatabaseSetupError(problem)
  if (!found.exists) await kysely.schema.createSchema(schema).ifNotExists().execute()
}

/** Why the schema could not be made, or not be used, in words; changes nothing. */
export async function ownSchemaProblem(
  database: Database,
  isOurs: (migration: string) => boolean,
): Promise<string | undefined> {
  return problemWith(database, await look(database), isOurs)
}

async function problemWith(
  database: Database,
  found: Found,
  isOurs: (migration: string) => boolean,
): Promise<string | undefined> {
  const { schema } = database
  if (!found.exists) {
    return found.mayCreateSchema ? undefined : cannotCreateSchema(found, schema)
  }
  if (!found.mayUse || !found.mayCreateTables) {
    return (
      `The role ${found.role} may not create tables in the schema ${schema}. Run this SQL as its owner:\n` +
      `  GRANT USAGE, CREATE ON SCHEMA "${schema}" TO "${found.role}";`
    )
  }
  if (await isOwn(database, found.relations, isOurs)) return undefined
  return (
    `The schema ${schema} of the database ${found.database} holds tables of something else (${some(found.relations)}). ` +
    'Latchkey leaves them alone and needs a schema of its own: name one that is new or empty with DATABASE_SCHEMA.'
  )
}

async function look({ kysely, schema }: Database): Promise<Found> {
  const { rows } = await sql<Found>`
    select current_database() as database, current_user as role, schema.oid is not null as exists,
      has_database_privilege(current_database(), 'CREATE') as "mayCreateSchema",
      coalesce(has_schema_privilege(schema.oid, 'USAGE'), false) as "mayUse",
      coalesce(has_schema_privilege(schema.oid, 'CREATE'), false) as "mayCreateTables",
      array(select relname::text from pg_catalog.pg_class
        where relnamespace = schema.oid and relkind not in ('i', 'I', 't') order by relname) as relations
    from (select) one left join pg_catalog.pg_namespace schema on nspname = ${schema}`.execute(
    kysely,
  )
  const [found] = rows
  if (!found) throw new Error('A select without a condition has a row')
  return found
}

async function isOwn(
  { kysely }: Database,
  relations: string[],
  isOurs: (migration: string) => boolean,
): Promise<boolean> {
  const applied = relations.includes('kysely_migration') ? await appliedMigrations(kysely) : []
  // The library makes its own tables before it begins with the first migration, which may then fail.
  if (applied.length === 0) return relations.every((name) => name.startsWith('kysely_migration'))
  return applied.some(isOurs)
}

function cannotCreateSchema({ database, role }: Found, schema: string): string {
  return [
    `The schema ${schema} does not exist, and the role ${role} may not create it in the database ${database}.`,
    'Run one of these as the owner of the database:',
    `  CREATE SCHEMA "${schema}" AUTHORIZATION "${role}";`,
    `  GRANT CREATE ON DATABASE "${database}" TO "${role}";`,
  ].join('\n')
}

function some(names: string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and more` : names.join(', ')
}
