import type { Database } from '../../connection/database.ts'
import { type CatalogueColumn, readCatalogue } from '../check/catalogue.ts'
import { neededBy } from '../check/needs.ts'
import type { AccountMap } from '../map/account-map.ts'

/** A mapped table, with what its columns are. The statements are written for these types. */
export type MappedTables = {
  column(table: string, name: string): CatalogueColumn
}

/** What PostgreSQL says of the tables that the map names. */
export async function describeAccounts(database: Database, map: AccountMap): Promise<MappedTables> {
  const { tables } = await readCatalogue(database, [
    ...new Set(neededBy(map).map(({ table }) => table)),
  ])
  const columns = new Map<string, CatalogueColumn>(
    tables.flatMap(({ schema, name, columns }) =>
      columns.map((column) => [`${schema}.${name} ${column.name}`, column]),
    ),
  )
  return {
    column(table, name) {
      const column = columns.get(`${table} ${name}`)
      if (!column) throw new Error(`The table ${table} has no column ${name}`)
      return column
    },
  }
}
