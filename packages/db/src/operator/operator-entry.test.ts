import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  hex,
  newDigest,
  openPostgresTestbed,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'
import { createOperatorEntryStore, type OperatorEntryStore } from './operator-entry.ts'

const operator = 'night shift'

describe.each(storeTestbeds)('the entry of operators on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let store: OperatorEntryStore
  beforeAll(async () => {
    testbed = await openTestbed()
    store = createOperatorEntryStore(testbed.database)
  })
  afterAll(() => testbed.close())

  async function link() {
    const digest = newDigest()
    await store.issueLink({ digest, operator })
    return digest
  }

  async function enter(linkDigest = newDigest(), formerDigest?: ReturnType<typeof newDigest>) {
    const sessionDigest = newDigest()
    const exchanged = await store.exchange({ linkDigest, sessionDigest, formerDigest })
    return { sessionDigest, exchanged }
  }

  test('a link opens one session, and says later that it was used', async () => {
    const digest = await link()
    const { sessionDigest, exchanged } = await enter(digest)
    expect(exchanged).toMatchObject({ status: 'entered', session: { operator } })
    expect(await store.find(sessionDigest, true)).toMatchObject({ operator })
    expect((await enter(digest)).exchanged).toEqual({ status: 'refused', reason: 'used' })
    const events = testbed.db.selectFrom('audit_event').select(['kind', 'outcome', 'operator'])
    expect(await events.where('operator', '=', operator).orderBy('id').execute()).toEqual([
      { kind: 'operator-link', outcome: 'issued', operator },
      { kind: 'operator-session', outcome: 'by-link', operator },
    ])
  })

  test('a link that is old, and one that never was', async () => {
    const digest = await link()
    await testbed.db
      .updateTable('operator_link')
      .set({ expires_at: ago('1 second') })
      .where('digest', '=', digest)
      .execute()
    expect((await enter(digest)).exchanged).toEqual({ status: 'refused', reason: 'expired' })
    expect((await enter()).exchanged).toEqual({ status: 'refused', reason: 'unknown' })
  })

  test('the session of before ends when another one begins', async () => {
    const first = await enter(await link())
    const second = await enter(await link(), first.sessionDigest)
    expect(await store.find(first.sessionDigest, true)).toBeUndefined()
    expect(await store.find(second.sessionDigest, true)).toBeDefined()
  })

  test('a session ends when nobody uses it, and after eight hours in any case', async () => {
    const { sessionDigest } = await enter(await link())
    const age = (column: 'last_seen_at' | 'expires_at', interval: string) =>
      testbed.db
        .updateTable('operator_session')
        .set({ [column]: ago(interval) })
        .where('digest', '=', sessionDigest)
        .execute()
    await age('last_seen_at', '25 minutes')
    // To look without doing anything does not renew it.
    expect(await store.find(sessionDigest, false)).toBeDefined()
    await age('last_seen_at', '31 minutes')
    expect(await store.find(sessionDigest, true)).toBeUndefined()
    expect(await store.open([sessionDigest])).toEqual(new Set())

    await age('last_seen_at', '1 minute')
    expect(await store.open([sessionDigest])).toEqual(new Set([hex(sessionDigest)]))
    expect(await store.find(sessionDigest, true)).toBeDefined()
    const { rows } = await sql<{ hours: number }>`
      select extract(epoch from expires_at - created_at)::float / 3600 as hours
      from operator_session where digest = ${sessionDigest}`.execute(testbed.db)
    expect(rows[0]?.hours).toBeCloseTo(8, 2)
    await age('expires_at', '1 second')
    expect(await store.find(sessionDigest, true)).toBeUndefined()
  })

  test('all sessions and all unopened links end together', async () => {
    const { sessionDigest } = await enter(await link())
    const unopened = await link()
    const ended = await store.endAll({ operator: 'night shift', reason: 'left' })
    expect(ended.sessions).toBeGreaterThanOrEqual(1)
    expect(ended.links).toBe(1)
    expect(await store.find(sessionDigest, true)).toBeUndefined()
    expect((await enter(unopened)).exchanged).toMatchObject({ status: 'refused' })
  })

  test('leaving twice is leaving', async () => {
    const { sessionDigest } = await enter(await link())
    await store.end(sessionDigest)
    await store.end(sessionDigest)
    expect(await store.find(sessionDigest, false)).toBeUndefined()
  })
})

test('of six who open one link at the same time, one enters; fifty times', async () => {
  const testbed = await openPostgresTestbed()
  try {
    const stores = [
      createOperatorEntryStore(testbed.database),
      createOperatorEntryStore((await testbed.openNeighbour()).database),
    ]
    for (let round = 0; round < 50; round += 1) {
      const digest = newDigest()
      await stores[0]?.issueLink({ digest, operator })
      const opened = await Promise.all(
        Array.from({ length: 6 }, (_, nth) =>
          stores[nth % 2]?.exchange({
            ...{ linkDigest: digest, sessionDigest: newDigest(), formerDigest: undefined },
          }),
        ),
      )
      const statuses = opened.map((one) => one?.status)
      expect(statuses.filter((status) => status === 'entered')).toHaveLength(1)
    }
  } finally {
    await testbed.close()
  }
})
