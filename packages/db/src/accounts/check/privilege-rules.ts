import type { Catalogue, CatalogueTable } from './catalogue.ts'
import { type Finding, listed, mismatch, problem, quoted, quotedTable } from './finding.ts'
import type { NeededTable } from './needs.ts'

/** Rights that are missing. A reset would fail without them. */
export function missingRights(
  needed: NeededTable,
  found: CatalogueTable,
  { role }: Catalogue,
): Finding[] {
  const to = quoted(role)
  const table = quotedTable(needed.table)
  const lacks: string[] = []
  const grants: string[] = []
  if (!found.mayUseSchema) {
    lacks.push(`use the schema ${found.schema}`)
    grants.push(`GRANT USAGE ON SCHEMA ${quoted(found.schema)} TO ${to};`)
  }
  const rightTo = (what: 'SELECT' | 'UPDATE', names: string[]) => {
    if (names.length === 0) return
    lacks.push(`${what === 'SELECT' ? 'read' : 'write'} ${listed(names)}`)
    grants.push(`GRANT ${what} (${names.map(quoted).join(', ')}) ON ${table} TO ${to};`)
  }
  const column = (name: string) => found.columns.find((one) => one.name === name)
  const unreadable = needed.columns.filter(({ name, reads }) => reads && !column(name)?.maySelect)
  const fixed = needed.columns.filter(({ name, writes }) => writes && !column(name)?.mayUpdate)
  rightTo(
    'SELECT',
    unreadable.map(({ name }) => name),
  )
  rightTo(
    'UPDATE',
    fixed.map(({ name }) => name),
  )
  if (needed.deletes && !found.mayDelete) {
    lacks.push('delete its rows')
    grants.push(`GRANT DELETE ON ${table} TO ${to};`)
  }
  const writesNone = !needed.columns.some(({ writes }) => writes)
  if (needed.locks && writesNone && !found.columns.some(({ mayUpdate }) => mayUpdate)) {
    const [first] = needed.columns
    lacks.push('lock its rows, which takes the right to update one column')
    grants.push(`GRANT UPDATE (${quoted(first?.name ?? '')}) ON ${table} TO ${to};`)
  }
  if (lacks.length === 0) return []
  return [
    mismatch({
      about: needed.table,
      says: `The role ${role} may not ${lacks.join(', and not ')}`,
      todo: ['Run as the owner of the table:', ...grants].join('\n'),
    }),
  ]
}

/** Rights that a thief of this role's password would have, and that Latchkey does not need. */
export function needlessRights(
  needed: readonly NeededTable[],
  { role, isSuperuser, tables }: Catalogue,
): Finding[] {
  const todo =
    'Give Latchkey a role of its own: `latchkey adopt` writes its SQL, latchkey-role.sql.'
  if (isSuperuser) {
    return [
      problem({
        about: `role ${role}`,
        says: `The role ${role} is a superuser: its password opens every table of every application on this server`,
        todo,
      }),
    ]
  }
  return needed.flatMap((one, at) => {
    const found = tables[at]
    if (!found || found.kind === null) return []
    if (found.isOwned) {
      return [
        problem({
          about: one.table,
          says: `The role ${role} owns it, or belongs to the role that does, so it may do anything with it`,
          todo,
        }),
      ]
    }
    return tooMuchOf(one, found, role)
  })
}

function tooMuchOf(needed: NeededTable, found: CatalogueTable, role: string): Finding[] {
  const need = (name: string) => needed.columns.find((one) => one.name === name)
  // What the map names may be read, also where it is only written: the role could overwrite it, which is worse.
  const seen = found.columns.filter(({ name, maySelect }) => maySelect && !need(name))
  // To delete or lock, PostgreSQL looks at columns that are read anyway. To lock, it wants one that may be updated.
  const writesNone = !needed.columns.some(({ writes }) => writes)
  const written = found.columns.filter(({ name, mayUpdate }) => mayUpdate && !need(name)?.writes)
  const excessive = needed.locks && writesNone ? written.slice(1) : written
  const inserts = found.mayInsert || found.columns.some(({ mayInsert }) => mayInsert)
  const may = [
    ...columnsSaid('read', seen),
    ...columnsSaid('write', excessive),
    ...(inserts ? ['insert rows'] : []),
    ...(found.mayDelete && !needed.deletes ? ['delete rows'] : []),
    ...(found.mayTruncate ? ['truncate it'] : []),
  ]
  if (may.length === 0) return []
  const table = quotedTable(needed.table)
  return [
    problem({
      about: needed.table,
      says: `The role ${role} may ${listed(may)}, which Latchkey does not need`,
      todo: `Run as the owner of the table, then grant what the map needs (a right that PUBLIC has is revoked from PUBLIC):\nREVOKE ALL ON ${table} FROM ${quoted(role)};`,
    }),
  ]
}

function columnsSaid(verb: string, columns: readonly { name: string }[]): string[] {
  return columns.length === 0 ? [] : [`${verb} ${listed(columns.map(({ name }) => name))}`]
}
