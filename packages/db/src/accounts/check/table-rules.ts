import type { Catalogue, CatalogueTable } from './catalogue.ts'
import { type Finding, listed, mismatch, quotedTable, warning } from './finding.ts'
import type { NeededTable } from './needs.ts'

/** Kinds of relations that are no table of this database, and what they are. */
const unusable: Record<string, string> = {
  m: 'a materialized view, which cannot be updated',
  f: 'a foreign table: a change in another database is not part of the transaction that spends a link',
  S: 'a sequence',
  c: 'a type',
}

/** What is wrong with a table as a whole. Only if nothing is, its columns are looked at. */
export function tableProblems(
  needed: NeededTable,
  found: CatalogueTable | undefined,
  ownSchema: string,
): Finding[] {
  const { table, place } = needed
  const say = (says: string, todo?: string) => [
    mismatch({ about: table, says, ...(todo !== undefined && { todo }) }),
  ]
  if (found?.schema === ownSchema) {
    return say(
      `The schema ${ownSchema} is Latchkey's own, and ${place} names a table in it`,
      'Name the table of your application, or set DATABASE_SCHEMA to another schema.',
    )
  }
  if (!found?.schemaExists) {
    return say(
      `The schema ${found?.schema} does not exist`,
      `Correct ${place} in the map, and check that DATABASE_URL names the database of your application.`,
    )
  }
  if (found.kind === null) {
    const others = found.elsewhere.map((schema) => `${schema}.${found.name}`)
    return say(
      'There is no such table',
      others.length > 0
        ? `Did you mean ${listed(others)}? Correct ${place} in the map.`
        : `Correct ${place} in the map, and check that DATABASE_URL names the database of your application.`,
    )
  }
  const why = unusable[found.kind]
  if (why !== undefined) {
    return say(`It is ${why}`, 'Name the table itself.')
  }
  if (found.kind === 'v') return viewProblems(needed, found)
  if (found.rules.length > 0) {
    return say(
      `It has the rewrite ${found.rules.length === 1 ? 'rule' : 'rules'} ${listed(found.rules)}, which may do something else than the update`,
      'Replace the rules by triggers.',
    )
  }
  return []
}

function viewProblems({ table, columns, deletes }: NeededTable, found: CatalogueTable): Finding[] {
  const fixed = columns.filter(
    ({ name, writes }) =>
      writes && found.columns.some((one) => one.name === name && !one.isUpdatable),
  )
  const todo = 'Name the table below the view.'
  if (fixed.length > 0) {
    const names = listed(fixed.map(({ name }) => name))
    return [
      mismatch({
        about: table,
        says: `It is a view through which ${names} cannot be updated`,
        todo,
      }),
    ]
  }
  if (deletes && !found.isDeletable) {
    return [
      mismatch({ about: table, says: 'It is a view through which no row can be deleted', todo }),
    ]
  }
  return []
}

/** What does not stop anything, and may. */
export function tableWarnings(needed: NeededTable, found: CatalogueTable): Finding[] {
  const { table, columns, deletes } = needed
  const findings: Finding[] = []
  const triggers = [
    ...(columns.some(({ writes }) => writes) ? found.updateTriggers : []),
    ...(deletes ? found.deleteTriggers : []),
  ]
  if (triggers.length > 0) {
    findings.push(
      warning({
        about: table,
        says: `It has the ${triggers.length === 1 ? 'trigger' : 'triggers'} ${listed([...new Set(triggers)])}, which can change, refuse or undo what Latchkey writes`,
        todo: 'A trigger has the rights of Latchkey’s role, and finds only tables that are named with their schema, unless its function is SECURITY DEFINER with a search_path of its own. See what happens with: latchkey doctor --trial <address>',
      }),
    )
  }
  return findings
}

/** Row-level security gives no error: rows are not there. */
export function securityProblems(
  { table, role, columns, deletes }: NeededTable,
  found: CatalogueTable,
  catalogue: Catalogue,
): Finding[] {
  if (!found.isSecured) return []
  const writes = columns.some((column) => column.writes)
  const needs = [
    ...[{ command: 'r', sql: 'select', isNeeded: true }],
    ...[{ command: 'w', sql: 'update', isNeeded: writes || role !== 'sessions' }],
    ...[{ command: 'd', sql: 'delete', isNeeded: deletes }],
  ]
  const missing = needs.filter(
    ({ command, isNeeded }) => isNeeded && !found.policies.includes(command),
  )
  if (missing.length > 0) {
    const statements = missing.map(
      ({ sql }) =>
        `CREATE POLICY latchkey_${sql} ON ${quotedTable(table)} FOR ${sql.toUpperCase()} TO "${catalogue.role}" USING (true);`,
    )
    return [
      mismatch({
        about: table,
        says: `Row-level security is on, and no policy lets the role ${catalogue.role} ${listed(missing.map(({ sql }) => sql))} rows, so it finds none`,
        todo: ['Run as the owner of the table:', ...statements].join('\n'),
      }),
    ]
  }
  return [
    warning({
      about: table,
      says: `Row-level security is on: the role ${catalogue.role} reaches only the rows that its policies show`,
      todo: 'See whether a reset works with: latchkey doctor --trial <address>',
    }),
  ]
}
