import type { ClientDigest, SignInPairDigest } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Schema } from '../schema.ts'
import { newAddress, newDigest } from '../testing/index.ts'
import { openTestEmbedded, openTestPostgres, type TestDatabase } from '../testing/test-database.ts'
import { now } from './expressions.ts'
import { nameOfStatement, prepared, preparedStatements, type Values } from './prepared.ts'
import { hex, json, rows } from './rows.ts'
import { sqlOnly } from './sql-only.ts'

let built = 0

const accountsByEmail = prepared('accounts-by-email', (db, p: Values<{ emails: string[] }>) => {
  built += 1
  return db
    .selectFrom('account')
    .select(['id', 'email'])
    .where((eb) => eb('email', '=', eb.fn.any(p.emails)))
    .where('status', 'in', ['active', 'disabled'])
    .orderBy('email')
})

type Visit = {
  email: string
  client: ClientDigest | null
  pages: ClientDigest[]
  at: Date
  count: number
}

const visitsAsRows = prepared('visits', (db, p: Values<{ visits: Visit[]; note: object }>) =>
  db
    .selectFrom(
      rows('visit', p.visits, {
        email: 'text',
        client: 'bytea',
        pages: 'bytea[]',
        at: 'timestamptz',
        count: 'integer',
      }),
    )
    .selectAll()
    .select(json(p.note).as('note'))
    .orderBy('count'),
)

const addClient = prepared('add-client', (db, p: Values<{ pair: SignInPairDigest }>) =>
  db.insertInto('known_client').values({ sign_in_pair: p.pair, seen_at: now }),
)

const compiledWith = (name: string, db: Kysely<Schema>) => preparedStatements.get(name)?.(db).sql

describe.each([
  ['PGlite', openTestEmbedded],
  [
    'PostgreSQL',
    async () => {
      const server = await openTestPostgres()
      const fresh = await server.fresh()
      return { ...fresh, close: () => fresh.close().then(server.close) }
    },
  ],
] as const)('on %s', (_, open) => {
  let opened: TestDatabase
  let db: Kysely<Schema>
  beforeAll(async () => {
    opened = await open()
    db = opened.database.kysely
  })
  afterAll(() => opened.close())

  test('a statement is built once, and answers each time for the values of that time', async () => {
    const ada = newAddress('ada@example.test')
    const id = crypto.randomUUID()
    await db
      .insertInto('account')
      .values({ id, email: ada.registered, email_canonical: ada.canonical })
      .execute()
    built = 0
    expect(await accountsByEmail(db, { emails: ['ada@example.test', 'ida@example.test'] })).toEqual(
      [{ id, email: 'ada@example.test' }],
    )
    expect(await accountsByEmail(db, { emails: [] })).toEqual([])
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('account').where('id', '=', id).execute()
      expect(await accountsByEmail(trx, { emails: ['ada@example.test'] })).toEqual([])
    })
    expect(built).toBe(1)
  })

  test('rows come through one parameter as they are: bytes, dates, nothing', async () => {
    const at = new Date('2027-03-28T01:30:00.123Z')
    const visits: Visit[] = [
      { email: `o'hara"@example.test`, client: null, pages: [], at, count: 1 },
      { email: 'ada@example.test', client: newDigest(), pages: [newDigest()], at, count: 2 },
    ]
    const found = await visitsAsRows(db, { visits, note: { of: 'two' } })
    const asHex = ({ client, pages, ...row }: (typeof visits)[number]) => ({
      ...row,
      client: client && hex(client),
      pages: pages.map(hex),
    })
    expect(found.map(({ note, ...row }) => asHex(row))).toEqual(visits.map(asHex))
    expect(found[0]?.note).toEqual({ of: 'two' })
  })

  test('what returns nothing has no rows', async () => {
    expect(await addClient(db, { pair: newDigest() })).toEqual([])
  })
})

describe('the text of a statement', () => {
  const db = sqlOnly()

  test('has constants written out and a parameter for each value', () => {
    expect(compiledWith('accounts-by-email', db)).toBe(
      `select "id", "email" from "account" where "email" = any($1) and "status" in ('active', 'disabled') order by "email"`,
    )
  })

  test('names the schema that its database has', () => {
    expect(compiledWith('add-client', db.withSchema('latchkey'))).toBe(
      'insert into "latchkey"."known_client" ("sign_in_pair", "seen_at") values ($1, clock_timestamp())',
    )
  })

  test('leads to its name', () => {
    const text = compiledWith('add-client', db) ?? ''
    expect(nameOfStatement(text)).toBe('add-client')
    expect(nameOfStatement('select 1')).toBeUndefined()
  })
})

test('a name is given once', () => {
  expect(() => prepared('add-client', (db) => db.selectFrom('session').selectAll())).toThrow(
    'Two statements are called add-client',
  )
})
