import { randomUUID } from 'node:crypto'
import pg from 'pg'

/* Single-row inserts, each its own transaction, from 32 callers over 8 connections. Prints inserts per second. */

const seconds = Number(process.argv[2])
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 })
await pool.query(
  'create table if not exists plain (id uuid primary key, email text, at timestamptz)',
)
const endsAt = performance.now() + seconds * 1000
let inserts = 0
await Promise.all(
  Array.from({ length: 32 }, async () => {
    while (performance.now() < endsAt) {
      await pool.query({
        name: 'insert',
        text: 'insert into plain values ($1, $2, now())',
        values: [randomUUID(), 'someone@example.com'],
      })
      inserts += 1
    }
  }),
)
await pool.end()
process.stdout.write(String(inserts / seconds))
