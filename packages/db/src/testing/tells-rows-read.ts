import type { SqlClient } from './sql-client.ts'

/** Whether the server reports at once how many rows a statement read. Before version 15, its statistics arrive later. */
export async function tellsRowsRead(client: SqlClient): Promise<boolean> {
  const [row] = await client.rows<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  return (row?.version ?? 0) >= 150_000
}
