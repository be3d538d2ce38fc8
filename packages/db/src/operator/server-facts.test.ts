import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../connection/postgres.ts'
import { openTestEmbedded, openTestPostgres } from '../testing/index.ts'
import { readServerFacts } from './server-facts.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterAll(() => postgres.close())

test('names the tables that a role of its own may not write', async () => {
  const owner = await postgres.fresh()
  onTestFinished(owner.close)
  const { name, password } = await postgres.role()
  for (const statement of [
    `grant usage on schema latchkey to ${name}`,
    `grant select, insert, update, delete on all tables in schema latchkey to ${name}`,
    `revoke insert on latchkey.audit_event from ${name}`,
    `revoke select on latchkey.secret from ${name}`,
  ]) {
    await sql.raw(statement).execute(owner.database.kysely)
  }
  const url = new URL(owner.url ?? expect.unreachable())
  url.username = name
  url.password = password
  const runtime = openPostgres({ url: url.href, role: 'worker', maxConnections: 1 })
  onTestFinished(runtime.close)
  const facts = await readServerFacts(runtime, 'worker')
  expect(facts).toMatchObject({ role: name, forbiddenTables: ['audit_event', 'secret'] })
  expect((await readServerFacts(owner.database, 'worker')).forbiddenTables).toEqual([])
})

test('the embedded database has a role with every right', async () => {
  const { database, close } = await openTestEmbedded()
  onTestFinished(close)
  expect(await readServerFacts(database, 'worker')).toMatchObject({
    forbiddenTables: [],
    pendingMigrations: [],
  })
})
