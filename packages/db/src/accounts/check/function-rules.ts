import { type HostFunction, signatureOf } from '../functions/host-functions.ts'
import { type Finding, listed, mismatch, problem, quoted, quotedTable, warning } from './finding.ts'
import type { CatalogueFunction, FunctionCatalogue } from './function-catalogue.ts'

export const FUNCTION_DOCS = 'docs/adopting.md has the functions and their rules.'

/** @param named the functions of this name, all with other arguments. */
export function missingFunction(
  one: HostFunction,
  named: readonly CatalogueFunction[],
  schema: string,
): Finding[] {
  const others = named.map(({ name, takes }) => `${name}(${takes})`)
  return [
    mismatch({
      about: `${schema}.${one.name}`,
      says:
        others.length === 0
          ? 'There is no such function'
          : `It must be ${signatureOf(one)}, and there is ${listed(others)}`,
      todo: FUNCTION_DOCS,
    }),
  ]
}

/** What keeps a function from being called, or from being true. */
export function formProblems(
  one: HostFunction,
  { gives, kind, volatility, mayExecute }: CatalogueFunction,
  { role, schema }: FunctionCatalogue,
): Finding[] {
  const about = `${schema}.${one.name}`
  const at = functionSql(one, schema)
  if (kind !== 'f') return [mismatch({ about, says: 'It is no function', todo: FUNCTION_DOCS })]
  if (gives !== one.gives) {
    return [
      mismatch({
        about,
        says: `It returns ${gives}, and must return ${one.gives}`,
        todo: FUNCTION_DOCS,
      }),
    ]
  }
  const findings: Finding[] = []
  if (one.isVolatile && volatility !== 'v') {
    findings.push(
      mismatch({
        about,
        says: 'It is not volatile, so after it waited for a lock it would not see what was changed in the meantime',
        todo: `Run as its owner:\nALTER FUNCTION ${at} VOLATILE;`,
      }),
    )
  }
  if (!mayExecute) {
    findings.push(
      mismatch({
        about,
        says: `The role ${role} may not execute it`,
        todo: `Run as its owner:\nGRANT EXECUTE ON FUNCTION ${at} TO ${quoted(role)};`,
      }),
    )
  }
  return findings
}

/** It works, and somebody could use it for more. */
export function safetyProblems(
  one: HostFunction,
  { isDefiner, settings, isPublic, isOwned, isOfSuperuser }: CatalogueFunction,
  { isSuperuser, role, schema }: FunctionCatalogue,
): Finding[] {
  const about = `${schema}.${one.name}`
  const at = functionSql(one, schema)
  const say = (says: string, statement: string) =>
    problem({ about, says, todo: `Run as its owner:\n${statement}` })
  const path = settings.find((setting) => setting.startsWith('search_path='))
  const isPinned = path !== undefined && /(?:^search_path=|, *)"?pg_temp"?$/.test(path)
  return [
    ...(isDefiner
      ? []
      : [
          say(
            `It is not security definer, so it needs the rights of the role ${role} on the tables`,
            `ALTER FUNCTION ${at} SECURITY DEFINER;`,
          ),
        ]),
    ...(isPinned
      ? []
      : [
          say(
            'Its search_path is not pinned with pg_temp at the end, so a session can put tables of its own before those that it names',
            `ALTER FUNCTION ${at} SET search_path = pg_catalog, pg_temp;`,
          ),
        ]),
    ...(isPublic
      ? [
          say(
            'Every role of this database may execute it',
            `REVOKE ALL ON FUNCTION ${at} FROM PUBLIC;`,
          ),
        ]
      : []),
    ...(isOfSuperuser
      ? [
          warning({
            about,
            says: 'A superuser owns it, so it and the triggers of the tables run with every right',
            todo: `Run as a superuser, with the owner of the tables:\nALTER FUNCTION ${at} OWNER TO …;`,
          }),
        ]
      : []),
    ...(isOwned && !isSuperuser
      ? [
          problem({
            about,
            says: `The role ${role} owns it, or belongs to the role that does, so it may replace it`,
            todo: `Run as a superuser or the owner of the tables:\nALTER FUNCTION ${at} OWNER TO …;`,
          }),
        ]
      : []),
  ]
}

function functionSql({ name, takes }: HostFunction, schema: string): string {
  return `${quoted(schema)}.${name}(${Object.values(takes).join(', ')})`
}

/** Rights that a thief of this role's password would have, and that the functions are there to spare. */
export function needlessFunctionRights(
  { role, schema, isSuperuser, mayCreate, openTables, missingTables }: FunctionCatalogue,
  tables: readonly string[],
): Finding[] {
  if (isSuperuser) {
    return [
      problem({
        about: `role ${role}`,
        says: `The role ${role} is a superuser: its password opens every table of every application on this server`,
        todo: 'Give Latchkey a role of its own: docs/adopting.md has its SQL.',
      }),
    ]
  }
  const others = openTables.filter((table) => !tables.includes(table))
  return [
    ...(mayCreate
      ? [
          problem({
            about: schema,
            says: `The role ${role} may create objects in the schema`,
            todo: `Run as its owner:\nREVOKE CREATE ON SCHEMA ${quoted(schema)} FROM ${quoted(role)};`,
          }),
        ]
      : []),
    ...openTables
      .filter((table) => tables.includes(table))
      .map((table) =>
        problem({
          about: table,
          says: `The role ${role} may read or write it, which it does not need: the functions do`,
          todo: `Run as the owner of the table (a right that PUBLIC has is revoked from PUBLIC):\nREVOKE ALL ON ${quotedTable(table)} FROM ${quoted(role)};`,
        }),
      ),
    ...(others.length === 0
      ? []
      : [
          warning({
            about: `role ${role}`,
            says: `The role ${role} may read or write ${listed(others)}, which Latchkey does not need`,
            todo: 'Revoke these rights, from PUBLIC where it has them.',
          }),
        ]),
    ...missingTables.map((table) =>
      warning({ about: table, says: '"tables" names it, and there is no such table' }),
    ),
  ]
}
