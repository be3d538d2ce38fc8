import { type RawBuilder, sql } from 'kysely'
import type { CatalogueColumn } from '../check/catalogue.ts'
import type { AccountMap, AddressMatch } from '../map/account-map.ts'
import { columnSql, typeSql } from './sql-of-map.ts'

type Users = Pick<AccountMap['users'], 'email' | 'match' | 'matchColumn'>
type TypeOf = (column: string) => CatalogueColumn

/** The column that addresses are looked up in, and how it is compared. */
export function addressMatch(
  users: Users,
  typeOf: TypeOf,
): { column: string; match: AddressMatch; isFolded: boolean } {
  const column = users.matchColumn ?? users.email
  const isCitext = typeOf(column).base === 'citext'
  const match = users.match ?? (isCitext ? 'citext' : 'lower')
  return { column, match, isFolded: match === 'lower' }
}

/**
 * Finds all users `u` that may have one of these addresses. An index finds few, and the grammar of addresses decides.
 *
 * @param spellings an array of texts in lower case.
 */
export function addressIs(
  users: Users,
  typeOf: TypeOf,
  spellings: RawBuilder<unknown>,
): RawBuilder<boolean> {
  const { column, match } = addressMatch(users, typeOf)
  const type = typeOf(column)
  const stored = columnSql('u', column)
  const any = sql`any(${spellings})`
  switch (match) {
    case 'exact':
      return sql`${stored} = ${any}`
    case 'upper':
      return sql`${stored} = any(array(select upper(spelling) from unnest(${spellings}) spelling))`
    case 'citext': {
      const citext = typeSql(type)
      return sql`${stored}::${citext} operator(${sql.id(type.baseSchema)}.=) any(${spellings}::${citext}[])`
    }
    case 'lower':
      return sql`lower(${stored}::text) = ${any}`
  }
}
