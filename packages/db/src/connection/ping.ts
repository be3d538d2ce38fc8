import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { asUnavailable } from './unavailable.ts'

/** @throws Unavailable if the database does not answer */
export async function ping(db: Kysely<Schema>): Promise<void> {
  const one = db.selectNoFrom((eb) => eb.lit(1).as('one'))
  await asUnavailable(() => one.execute())
}
