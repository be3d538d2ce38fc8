import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../connection/postgres.ts'
import { openSqlClient, openTestPostgres } from '../../testing/index.ts'
import { readAccountMap } from '../map/read-account-map.ts'
import { samplePasswords } from './sample-passwords.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let url: string
beforeAll(async () => {
  postgres = await openTestPostgres()
  url = (await postgres.fresh()).url ?? ''
  const owner = await openSqlClient(url)
  await owner.rows(`create schema app;
    create table app.users (id bigint primary key, email text, hash text, salt text);
    insert into app.users values (1, 'ada@example.com', 'one', 'salt 1'), (2, 'grace@example.com', null, null);
    create table app.identities (user_id text, provider text, data jsonb);
    insert into app.identities values ('1', 'emailpass', '{"password": {"hash": "in JSON"}}'), ('1', 'github', '{}')`)
  await owner.close()
})
afterAll(() => postgres.close())

async function sample(password: object) {
  const read = readAccountMap({
    users: { table: 'app.users', id: 'id', email: 'email' },
    password: { write: 'bcrypt', ...password },
  })
  if (!read.ok) throw new Error(read.problems.join())
  const database = openPostgres({ url, role: 'worker', maxConnections: 1 })
  return samplePasswords(database, read.map, 10).finally(() => database.close())
}

test('the parts of a password come as the map names them, the newest user first', async () => {
  expect(await sample({ columns: { hash: 'hash', salt: 'salt' } })).toEqual([
    { hash: null, salt: null },
    { hash: 'one', salt: 'salt 1' },
  ])
})

test('a password may be inside JSON in a second table, among rows of other kinds', async () => {
  const found = await sample({
    table: 'app.identities',
    join: { user_id: 'id' },
    where: { provider: 'emailpass' },
    columns: { hash: { column: 'data', path: ['password', 'hash'] } },
  })
  expect(found).toEqual([{ hash: 'in JSON' }])
})
