import type pg from 'pg'
import { DatabaseSetupError } from './setup-error.ts'
import { isClientTimeout } from './unavailable.ts'

/**
 * The connection pooler between us and PostgreSQL, by how long a connection of ours keeps its connection to PostgreSQL:
 *
 * - `none`, `session`: until we close it. Settings, session locks and prepared statements last.
 * - `transaction`: until the end of a transaction. None of them last.
 */
export const poolers = ['none', 'session', 'transaction'] as const

/** How long a connection keeps one server process: see {@link poolers}. */
export type Pooler = (typeof poolers)[number]

const ROUNDS = 5

/**
 * Detects the pooler by process ids, in a way that changes nothing and that no pooler refuses.
 *
 * When a connection starts, the server sends the id of its process. PostgreSQL sends the id that `pg_backend_pid()`
 * returns; a pooler sends a number of its own, because it does not know yet which process will do the work.
 *
 * Behind a pooler, two connections show the mode. In session mode each keeps its own process as long as it is open. In
 * transaction mode processes change hands: a connection gets another one, or two connections get the same. Without
 * other clients the first round shows it; the others are for a pooler whose clients interfere.
 *
 * @throws DatabaseSetupError if the mode cannot be detected, or if Latchkey cannot work with it.
 */
export async function detectPooler(
  first: pg.ClientBase,
  connect: () => Promise<pg.Client>,
): Promise<Pooler> {
  // Kysely relies on this property of pg's client too; the types do not have it.
  if (Reflect.get(first, 'processID') === (await backendOf(first))) return 'none'
  const second = await connect()
  try {
    // Statement mode refuses it.
    await second.query('begin')
    await second.query('rollback')
    for (let round = 0; round < ROUNDS; round++) {
      if (await isShared(first, second)) return 'transaction'
    }
    return 'session'
  } catch (error) {
    throw explained(error)
  } finally {
    void second.end()
  }
}

async function isShared(first: pg.ClientBase, second: pg.ClientBase): Promise<boolean> {
  // Of a pooler that hands out its processes in turn, the first connection gets another one each time.
  const process = await backendOf(first)
  if ((await backendOf(first)) !== process) return true
  // Of one that hands out the process used last, the second connection gets the one that the first had.
  await second.query('begin')
  const isTaken = (await backendOf(second)) === process
  // The second keeps it until its transaction ends.
  const shared = isTaken || (await backendOf(first)) !== process
  await second.query('rollback')
  return shared
}

async function backendOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid')
  return rows[0]?.pid ?? Number.NaN
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error.message.includes('statement pooling')) {
    return new DatabaseSetupError(
      'DATABASE_URL leads through a connection pooler in statement mode, which allows no transactions. Latchkey needs ' +
        'session or transaction mode (PgBouncer: pool_mode).',
      { cause: error },
    )
  }
  if (isClientTimeout(error)) {
    return new DatabaseSetupError(
      'DATABASE_URL leads through a connection pooler whose mode could not be detected, because it did not serve a ' +
        'second connection in time. Set DATABASE_POOLER=session or DATABASE_POOLER=transaction. In session mode the ' +
        'pooler needs as many connections to PostgreSQL as Latchkey uses (PgBouncer: default_pool_size).',
      { cause: error },
    )
  }
  return error
}
