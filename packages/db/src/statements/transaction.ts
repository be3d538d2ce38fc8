import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '../schema.ts'

/** Leaves a transaction with an answer instead of an error: everything it wrote is undone. */
class Undone<Answer> extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('undone')
    this.answer = answer
  }
}

const deadlock = '40P01'
const serializationFailure = '40001'

/**
 * Runs `work` in one transaction, and once more when PostgreSQL broke it off to let another pass. `undo(answer)`
 * rolls back and returns that answer.
 */
export async function transaction<Answer>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>, undo: (answer: Answer) => never) => Promise<Answer>,
): Promise<Answer> {
  const undo = (answer: Answer): never => {
    throw new Undone(answer)
  }
  try {
    return await onceMore(() => db.transaction().execute((trx) => work(trx, undo)))
  } catch (error) {
    if (error instanceof Undone) return error.answer
    throw error
  }
}

/** A second attempt for what PostgreSQL broke off to let another pass. */
export async function onceMore<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  return attempt().catch((error) => {
    if (wasBrokenOff(error)) return attempt()
    throw error
  })
}

function wasBrokenOff(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  return error.code === deadlock || error.code === serializationFailure
}
