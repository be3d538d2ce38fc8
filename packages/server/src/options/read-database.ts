import { isSchemaName, poolers } from '@latchkey/db'
import { databaseAddressProblem } from '../config/database-address.ts'
import { readPostgresUrl } from '../config/postgres-url.ts'
import type { DatabaseConfig } from '../config/server-config.ts'
import type { DatabaseOptions, LatchkeyOptions } from './options.ts'

const SHAPE = 'postgres://user:password@host:5432/database'
const DEFAULT_SCHEMA = 'latchkey'

export function readDatabase(
  given: LatchkeyOptions['database'],
  problems: string[],
): DatabaseConfig {
  if (typeof given === 'object' && given !== null && 'embedded' in given) {
    const inMemory = given.embedded === ':memory:'
    if (typeof given.embedded !== 'string' || given.embedded === '') {
      problems.push("database.embedded must be the path of a folder, or ':memory:'")
    }
    return { ...noServer, dataDir: inMemory ? '.' : given.embedded, databaseInMemory: inMemory }
  }
  if (given === ':memory:') {
    problems.push("database: the embedded database is written { embedded: ':memory:' }")
    return { ...noServer, dataDir: '.' }
  }
  const options: DatabaseOptions =
    typeof given === 'object' && given !== null ? given : { url: given }
  const name = options === given ? 'database.url' : 'database'
  const main = address(options.url, name, problems)
  if (options.url === undefined || options.url === '') {
    problems.push(
      `${name} is missing: give the address of a PostgreSQL, such as ${SHAPE}, or { embedded: './.latchkey' } while developing`,
    )
  }
  const direct = address(options.directUrl, 'database.directUrl', problems)
  const { schema = DEFAULT_SCHEMA, pooler } = options
  if (!isSchemaName(schema)) {
    problems.push(
      'database.schema must be a plain name like latchkey: lower-case letters, digits and _, no digit first',
    )
  }
  if (pooler !== undefined && !poolers.includes(pooler)) {
    problems.push(`database.pooler must be one of ${poolers.join(', ')}`)
  }
  return {
    databaseUrl: main?.url,
    databaseDirectUrl: direct?.url,
    databaseSchema: schema,
    databasePooler: pooler ?? (main?.pgbouncer ? 'transaction' : undefined),
    dataDir: '.',
    ...(options.migrate === false && { migrates: false }),
  }
}

const noServer = {
  databaseUrl: undefined,
  databaseDirectUrl: undefined,
  databaseSchema: DEFAULT_SCHEMA,
  databasePooler: undefined,
}

/** An address is often shared with other libraries, so what they read in it is taken out: it says nothing about us. */
function address(given: string | undefined, name: string, problems: string[]) {
  if (given === undefined || given === '') return undefined
  const problem = databaseAddressProblem(given)
  if (problem === undefined) return readPostgresUrl(given)
  problems.push(`${name} ${problem}`)
  return undefined
}
