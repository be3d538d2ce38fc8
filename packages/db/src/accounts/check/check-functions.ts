import { sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable, isAway } from '../../connection/unavailable.ts'
import { transaction } from '../../statements/transaction.ts'
import { failedFunction } from '../accounts-mismatch.ts'
import { type HostFunction, hostFunctions } from '../functions/host-functions.ts'
import type { AccountFunctions } from '../map/account-functions.ts'
import { type Finding, mismatch, quoted } from './finding.ts'
import { readFunctionCatalogue } from './function-catalogue.ts'
import {
  FUNCTION_DOCS,
  formProblems,
  missingFunction,
  needlessFunctionRights,
  safetyProblems,
} from './function-rules.ts'

/**
 * Compares a map with the functions that are there, and calls each of them for nobody, in a transaction that is rolled
 * back: PostgreSQL does not know what a function reads, so a column that is gone is found by calling it.
 *
 * @throws Unavailable if the database is away.
 */
export async function checkFunctions(
  database: Database,
  { functions: schema, tables }: AccountFunctions,
): Promise<Finding[]> {
  const found = await asUnavailable(() => readFunctionCatalogue(database, { schema, tables }))
  if (schema === database.schema) {
    return [
      mismatch({
        about: schema,
        says: 'It is the schema of Latchkey, whose role could replace functions in it',
        todo: 'Make the functions in a schema of their own, which the owner of the tables owns.',
      }),
    ]
  }
  if (!found.schemaExists) {
    return [mismatch({ about: schema, says: 'There is no such schema', todo: FUNCTION_DOCS })]
  }
  if (!found.mayUseSchema) {
    return [
      mismatch({
        about: schema,
        says: `The role ${found.role} may not use the schema`,
        todo: `Run as its owner:\nGRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(found.role)};`,
      }),
    ]
  }
  const findings: Finding[] = []
  const callable: HostFunction[] = []
  for (const one of hostFunctions) {
    const named = found.functions.filter(({ name }) => name === one.name)
    const fits = named.find(({ takes }) => takes === Object.values(one.takes).join(', '))
    const wrong = fits ? formProblems(one, fits, found) : missingFunction(one, named, schema)
    findings.push(...wrong)
    if (fits) findings.push(...safetyProblems(one, fits, found))
    if (!wrong.some(({ isMismatch }) => isMismatch)) callable.push(one)
  }
  return [
    ...(found.isStandby
      ? [mismatch({ about: 'database', says: 'It is a standby, which cannot be written' })]
      : []),
    ...findings,
    ...(await callAll(database, callable, schema)),
    ...needlessFunctionRights(found, tables),
  ]
}

/** Calls each with null, which must find nobody. */
async function callAll(
  { kysely }: Database,
  functions: readonly HostFunction[],
  schema: string,
): Promise<Finding[]> {
  const findings = new Map<string, Finding>()
  const add = (finding: Finding) => findings.set(`${finding.about} ${finding.says}`, finding)
  for (const one of functions) {
    const nulls = sql.join(Object.values(one.takes).map((type) => sql`null::${sql.raw(type)}`))
    const call = sql<object>`${sql.id(schema, one.name)}(${nulls})`
    const found =
      one.gives === 'boolean'
        ? sql<number>`(select count(*)::int from ${call} as is_changed where is_changed)`
        : sql<number>`(select count(*)::int from ${call})`
    try {
      const rows = await transaction<number>(kysely, async (trx, undo) => {
        const answer = await trx.selectNoFrom(found.as('rows')).executeTakeFirstOrThrow()
        return undo(answer.rows)
      })
      if (rows > 0) {
        add(
          mismatch({
            about: `${schema}.${one.name}`,
            says: 'For null it must find nobody and change nothing, and it does not',
            todo: FUNCTION_DOCS,
          }),
        )
      }
    } catch (error) {
      if (!(error instanceof Error) || isAway(error))
        return asUnavailable(() => Promise.reject(error))
      add(
        mismatch({
          about: `${schema}.${failedFunction(error) ?? one.name}`,
          says: `It fails: ${error.message}`,
          todo: 'If the tables of the application were changed, change the function as they are now.',
        }),
      )
    }
  }
  return [...findings.values()]
}
