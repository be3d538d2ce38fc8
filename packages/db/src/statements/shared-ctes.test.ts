import type { QueryCreator } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../schema.ts'
import { newDigest, openPostgresTestbed, type StoreTestbed } from '../testing/index.ts'
import { after, hasRows } from './after.ts'
import { now } from './expressions.ts'
import { prepared, type Values } from './prepared.ts'
import { sharedCtes } from './shared-ctes.ts'

/** Needs the CTE `client`, and adds `greeting`. */
const greet = sharedCtes((db: QueryCreator<Schema & { client: { seen_at: Date } }>) =>
  db.with('greeting', (q) =>
    q
      .selectFrom('client')
      .select(({ lit }) => [lit(1).as('hello'), 'client.seen_at'])
      .where(after('client')),
  ),
)

const greetClient = prepared('greet-client', (db, p: Values<{ pair: Uint8Array }>) =>
  greet(
    db.with('client', (q) =>
      q
        .insertInto('known_client')
        .columns(['sign_in_pair', 'seen_at'])
        .expression(q.selectNoFrom(({ cast }) => [cast(p.pair, 'bytea').as('pair'), now.as('at')]))
        .returning(['seen_at', 'sign_in_pair']),
    ),
  )
    .selectFrom(['greeting', 'client'])
    // It has the CTEs of both.
    .select(['greeting.hello', 'client.sign_in_pair'])
    .where(hasRows('greeting')),
)

let testbed: StoreTestbed
beforeAll(async () => {
  testbed = await openPostgresTestbed()
})
afterAll(() => testbed.close())

test('a statement has its own CTEs and the shared ones', async () => {
  const pair = newDigest()
  const [row] = await greetClient(testbed.db, { pair })
  expect(row).toMatchObject({ hello: 1 })
  expect(row?.sign_in_pair).toEqual(Buffer.from(pair))
})

test('what is not there does not compile', () => {
  const { db } = testbed
  // @ts-expect-error The shared CTEs need `client`.
  greet(db.with('guest', (q) => q.selectFrom('known_client').select('seen_at')))
  db.with('guest', (q) => q.selectFrom('session').select('digest'))
    .selectFrom('guest')
    .select('digest')
    // @ts-expect-error There is no CTE of this name.
    .where(after('client'))
})
