/** The PostgreSQL schema that holds everything of ours, unless the operator names another. */
export const DEFAULT_SCHEMA = 'latchkey'

/** Lower case only, so that the name reads the same with and without quotes. PostgreSQL cuts names after 63 bytes. */
const plainIdentifier = /^[a-z_][a-z0-9_]{0,62}$/

/** Whether a schema of ours may have this name. PostgreSQL keeps `pg_…` and `information_schema` for itself. */
export function isSchemaName(name: string): boolean {
  return plainIdentifier.test(name) && !name.startsWith('pg_') && name !== 'information_schema'
}
