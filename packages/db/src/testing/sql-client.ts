import pg from 'pg'
import { DEFAULT_SCHEMA } from '../connection/schema-name.ts'

/** A plain connection, for looking at our tables from outside. */
export type SqlClient = {
  rows<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export async function openSqlClient(url: string, schema = DEFAULT_SCHEMA): Promise<SqlClient> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query(`set search_path = "${schema}"`)
  return {
    rows: async (sql, values = []) => (await client.query(sql, values)).rows,
    close: () => client.end(),
  }
}
