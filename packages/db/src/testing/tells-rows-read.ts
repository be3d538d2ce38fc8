import type { SqlClient } from './sql-client.ts'

/** Whether the server says how many rows a statement read as soon as it is asked. Before 15 it says so when it likes. */
export async function tellsRowsRead(client: SqlClient): Promise<boolean> {
  const [row] = await client.rows<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  return (row?.version ?? 0) >= 150_000
}
