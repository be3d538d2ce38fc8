import {
  type Compilable,
  type CompiledQuery,
  type DeleteResult,
  ExpressionWrapper,
  type InsertResult,
  type Kysely,
  type UpdateResult,
  ValueNode,
} from 'kysely'
import type { AccountTable } from '../accounts/account-table.ts'
import { accountsOf, pluginOf } from '../accounts/accounts-of.ts'
import type { Schema } from '../schema.ts'
import { inStatementSpan } from '../tracing/statement-spans.ts'
import { constantsAsLiterals } from './constants-as-literals.ts'

/*
 * Statements that are built once, by Kysely's typed builder, and run with other values each time:
 *
 *   const accountOfSecret = prepared('account-of-secret', (db, p: Values<{ digest: Digest }>) =>
 *     db.selectFrom('secret').select('account_id').where('digest', '=', p.digest))
 *
 *   const [row] = await accountOfSecret(db, { digest })
 *
 * Building and compiling costs more than sending, so it happens once for each schema, on first use. The text of a
 * statement is constant: only its values vary, never how many there are. `rows`, `json` and `= any(…)` take any
 * number in one parameter.
 *
 * Rules for `build`:
 * - It gets placeholders, not values. A placeholder is an expression of the value's type. PostgreSQL infers the
 *   parameter's type from the place where it stands; where it cannot (in a `select` list), use `eb.cast`.
 * - Constants such as `'link'` are written into the text, where partial indexes see them.
 * - Accounts are reached through `accounts` alone, the third argument: they may be in the table of an application.
 * - No CTE has the name of a table: with a schema of our own, `"schema".` is put before tables and not before CTEs.
 *
 * Each statement has a name, under which a connection may prepare it. `nameOfStatement` finds the name by the text
 * that a driver is given. The golden files, one for each name, show the SQL for review (`golden.test.ts`).
 */

/** What `build` gets for values of type `Of`: a placeholder for each. */
export type Values<Of extends object> = { readonly [Name in keyof Of]: Placeholder<Of[Name]> }

/** Runs the statement. The answer of an insert, update or delete without `returning` has no rows. */
export type Prepared<Of extends object, Row> = (
  db: Kysely<Schema>,
  values: Of,
) => Promise<(Row extends InsertResult | UpdateResult | DeleteResult ? never : Row)[]>

export type RowOf<Statement extends (db: never, values: never) => Promise<unknown[]>> = Awaited<
  ReturnType<Statement>
>[number]

/** Stands for a value that the statement is run with. */
export class Placeholder<Value> extends ExpressionWrapper<Schema, never, Value> {
  readonly name: string

  constructor(name: string, encode?: (value: Value) => unknown) {
    super(ValueNode.create(new Parameter(name, encode as Parameter['encode'])))
    this.name = name
  }

  /** The same value, encoded for the driver when the statement runs. */
  encodedBy<Encoded>(encode: (value: Value) => Encoded): ExpressionWrapper<Schema, never, Encoded> {
    return new Placeholder<Value>(this.name, encode).$castTo<Encoded>()
  }
}

/** Among the parameters of a compiled statement: which value belongs there. */
class Parameter {
  readonly name: string
  readonly encode: ((value: unknown) => unknown) | undefined

  constructor(name: string, encode: Parameter['encode']) {
    this.name = name
    this.encode = encode
  }

  static from(parameter: unknown): Parameter {
    if (parameter instanceof Parameter) return parameter
    throw new Error('A value stands in a statement that is built once')
  }

  valueIn(values: object): unknown {
    const value: unknown = Reflect.get(values, this.name)
    return this.encode ? this.encode(value) : value
  }
}

const names = new Map<string, string>()

/** Under which name a connection may prepare this text; `undefined` if it is not the text of a prepared statement. */
export function nameOfStatement(text: string): string | undefined {
  return names.get(text)
}

/** Compiles every prepared statement, by its name: for a look at the SQL. */
export const preparedStatements = new Map<string, (db: Kysely<Schema>) => CompiledQuery>()

export function prepared<Of extends object, Row>(
  name: string,
  build: (db: Kysely<Schema>, placeholders: Values<Of>, accounts: AccountTable) => Compilable<Row>,
): Prepared<Of, Row> {
  if (preparedStatements.has(name)) throw new Error(`Two statements are called ${name}`)
  const compile = (db: Kysely<Schema>) => {
    const literals = constantsAsLiterals((value) => value instanceof Parameter)
    const accounts = accountsOf(db)
    const compiled = build(db.withPlugin(literals), placeholders<Of>(), accounts).compile()
    names.set(compiled.sql, name)
    return { compiled, parameters: compiled.parameters.map(Parameter.from) }
  }
  preparedStatements.set(name, (db) => compile(db).compiled)

  const compiledFor = new WeakMap<object, ReturnType<typeof compile>>()
  return async (db, values) => {
    const schema = schemaOf(db)
    const { compiled, parameters } = compiledFor.get(schema) ?? compile(db)
    if (!compiledFor.has(schema)) compiledFor.set(schema, { compiled, parameters })
    const all = { ...pluginOf(db)?.values, ...values }
    const statement = {
      ...compiled,
      parameters: parameters.map((parameter) => parameter.valueIn(all)),
    }
    const { rows } = await inStatementSpan(name, () => db.executeQuery<Row>(statement))
    return rows as Awaited<ReturnType<Prepared<Of, Row>>>
  }
}

function placeholders<Of extends object>(): Values<Of> {
  const get = (_: object, name: string) => new Placeholder(name)
  return new Proxy({}, { get }) as Values<Of>
}

/**
 * What decides the text: the account table of an application, or else the plugin that names the schema. A transaction
 * has the plugins of its database.
 */
function schemaOf(db: Kysely<Schema>): object {
  const { plugins, adapter } = db.getExecutor()
  return pluginOf(db)?.accounts ?? plugins[0] ?? adapter
}
