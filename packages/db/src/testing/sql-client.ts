import pg from 'pg'

/** A plain connection, for looking at tables from outside. */
export type SqlClient = {
  rows<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export async function openSqlClient(url: string): Promise<SqlClient> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return {
    rows: async (sql, values = []) => (await client.query(sql, values)).rows,
    close: () => client.end(),
  }
}
