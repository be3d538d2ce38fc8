import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import { type AnyAccountMap, isFunctions } from '../map/account-functions.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { checkFunctions } from './check-functions.ts'
import { columnProblems, type WrittenLengths } from './column-rules.ts'
import { type Finding, mismatch } from './finding.ts'
import { type NeededTable, neededBy } from './needs.ts'
import { missingRights, needlessRights } from './privilege-rules.ts'
import { securityProblems, tableProblems, tableWarnings } from './table-rules.ts'

/**
 * Compares a map with the tables that are there and the rights of this role, in one statement that changes and locks
 * nothing. Functions are called for nobody besides. Problems first.
 *
 * @param options `lengths`: what the format of the map writes into each part of a password, at most. `rights`: whether
 *   this role is the one that Latchkey will have; otherwise its rights do not matter.
 * @throws Unavailable if the database is away.
 */
export async function checkAccounts(
  database: Database,
  map: AnyAccountMap,
  { lengths = {}, rights = true }: { lengths?: WrittenLengths; rights?: boolean } = {},
): Promise<Finding[]> {
  if (isFunctions(map)) return sorted(await checkFunctions(database, map))
  const needed = neededBy(map)
  const catalogue = await asUnavailable(() =>
    readCatalogue(
      database,
      needed.map(({ table }) => table),
    ),
  )
  const options = { format: map.password.write, lengths, match: map.users.match }
  const findings = [
    ...standby(catalogue),
    ...needed.flatMap((table, at) => {
      const found = catalogue.tables[at]
      const wrong = tableProblems(table, found, database.schema)
      if (!found || wrong.length > 0) return wrong
      return [
        ...columnProblems(table, found, options),
        ...(rights ? rightsAndSecurity(table, found, catalogue) : []),
        ...tableWarnings(table, found),
      ]
    }),
    ...(rights ? needlessRights(needed, catalogue) : []),
  ]
  return sorted(findings)
}

function sorted(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => weight[a.severity] - weight[b.severity])
}

const weight: Record<Finding['severity'], number> = { problem: 0, warning: 1, note: 2 }

function standby({ isStandby }: Catalogue): Finding[] {
  if (!isStandby) return []
  return [
    mismatch({
      about: 'database',
      says: 'It is a standby, which cannot be written',
      todo: 'Let DATABASE_URL lead to the primary server.',
    }),
  ]
}

function rightsAndSecurity(
  table: NeededTable,
  found: Catalogue['tables'][number],
  catalogue: Catalogue,
): Finding[] {
  // A column that is not there needs no right.
  const columns = table.columns.filter(({ name }) =>
    found.columns.some((column) => column.name === name),
  )
  const present = { ...table, columns }
  return [
    ...missingRights(present, found, catalogue),
    ...securityProblems(present, found, catalogue),
  ]
}
