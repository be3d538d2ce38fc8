import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { inStatementSpan } from '../tracing/statement-spans.ts'

/** Leaves a transaction with an answer instead of an error: everything it wrote is rolled back. */
class RolledBack<Answer> extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('rolled back')
    this.answer = answer
  }
}

const deadlock = '40P01'
const serializationFailure = '40001'

/**
 * Runs `work` in one transaction, and once more if PostgreSQL aborted it because of a conflict with another. `undo`
 * rolls back and returns its argument as the answer.
 */
export async function transaction<Answer>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>, undo: (answer: Answer) => never) => Promise<Answer>,
): Promise<Answer> {
  const undo = (answer: Answer): never => {
    throw new RolledBack(answer)
  }
  try {
    return await inStatementSpan('transaction', () =>
      retryOnConflict(() => db.transaction().execute((trx) => work(trx, undo))),
    )
  } catch (error) {
    if (error instanceof RolledBack) return error.answer
    throw error
  }
}

/** Tries a second time if PostgreSQL aborted the first because of a deadlock or a serialization failure. */
export async function retryOnConflict<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  return attempt().catch((error) => {
    if (wasConflict(error)) return attempt()
    throw error
  })
}

function wasConflict(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  return error.code === deadlock || error.code === serializationFailure
}
