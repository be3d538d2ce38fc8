import pg from 'pg'
import { DEFAULT_SCHEMA } from '../connection/schema-name.ts'

/** A plain connection, for looking at our tables from outside. It runs one query at a time, in their order. */
export type SqlClient = {
  rows<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export async function openSqlClient(url: string, schema = DEFAULT_SCHEMA): Promise<SqlClient> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query(`set search_path = "${schema}"`)
  let latest: Promise<unknown> = Promise.resolve()
  return {
    async rows(sql, values = []) {
      const result = latest.then(() => client.query(sql, values))
      latest = result.catch(() => {})
      return (await result).rows
    },
    close: () => client.end(),
  }
}
