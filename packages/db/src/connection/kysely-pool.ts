import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import type { Primary } from './find-primary.ts'
import { isClientTimeout, isOutdatedStatement, isPoolTimeout, isReadOnly } from './unavailable.ts'

const connectionErrors = new WeakSet<Error>()

/** Whether the error ended a connection before its first statement: the address, the network, TLS or the sign-in. */
export function isConnectionError(error: unknown): boolean {
  return error instanceof Error && connectionErrors.has(error)
}

type Command = PostgresQueryResult<unknown>['command']

/**
 * A pool of `pg` as Kysely's dialect takes it, with four things that Kysely leaves out:
 *
 * - A statement that `nameOf` knows is sent under its name, so that PostgreSQL parses and plans it once for each
 *   connection.
 * - A connection is closed after its first statement that is outdated, because a column has another type now.
 * - A connection is closed after its first client-side timeout. The server may still run that statement; if it was a
 *   `begin`, the next user of the connection would write inside it.
 * - A connection is closed when its server refuses to write, and the primary is looked for again when a connection cannot
 *   be made.
 */
export function kyselyPool(
  pool: pg.Pool,
  { nameOf, primary }: { nameOf: (text: string) => string | undefined; primary: Primary },
): PostgresPool {
  const connections = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  // Why a connection was closed: what Kysely sends over it afterwards, a rollback, must not hide the cause.
  const closedBecause = new WeakMap<pg.PoolClient, unknown>()

  async function query<Row>(
    client: pg.PoolClient,
    text: string,
    values: readonly unknown[],
  ): Promise<PostgresQueryResult<Row>> {
    if (closedBecause.has(client)) throw closedBecause.get(client)
    const name = nameOf(text)
    const statement = { ...(name !== undefined && { name }), text, values: [...values] }
    try {
      const { command, rowCount, rows } = await client.query(statement)
      return { command: command as Command, rowCount: rowCount ?? 0, rows }
    } catch (error) {
      if (isReadOnly(error)) primary.lost()
      if (isClientTimeout(error) || isOutdatedStatement(error) || isReadOnly(error)) {
        closedBecause.set(client, error)
        void client.end()
      }
      throw error
    }
  }

  async function connectToPrimary(): Promise<pg.PoolClient> {
    await primary.find()
    return pool.connect()
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await connectToPrimary().catch((error: unknown) => {
        if (error instanceof Error) connectionErrors.add(error)
        if (!isPoolTimeout(error)) primary.lost()
        throw error
      })
      const known = connections.get(client)
      if (known) return known
      const connection: PostgresPoolClient = {
        // The interface has cursors too, which Kysely uses only if its dialect is given a class of them.
        query: (<Row>(text: string, values: readonly unknown[]) =>
          query<Row>(client, text, values)) as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy),
      }
      connections.set(client, connection)
      return connection
    },
  }
}
