import type { QueryCreator } from 'kysely'

/**
 * CTEs that several statements share, as a function from a statement without them to one with them. `Needs` are the
 * tables and CTEs that the statement must have by then; if it does not, the call does not compile. Afterwards it has
 * those of `add` as well.
 *
 *   const chargeGuess = sharedCtes((db: QueryCreator<Schema & { guess: { id: string } }>) => db.with('tried', …))
 *
 *   chargeGuess(db.with('guess', …)).selectFrom('tried')…
 */
export function sharedCtes<Needs, Has>(add: (db: QueryCreator<Needs>) => QueryCreator<Has>) {
  return <DB extends Needs>(db: QueryCreator<DB>): QueryCreator<DB & Has> =>
    // The builder checks known tables only: `add` is checked with those it needs, the caller with all it has.
    add(db as unknown as QueryCreator<Needs>) as unknown as QueryCreator<DB & Has>
}
