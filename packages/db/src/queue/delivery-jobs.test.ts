import { randomUUID } from 'node:crypto'
import type { DeliveryJob } from '@latchkey/core'
import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StoreTestbed, storeTestbeds } from '../testing/index.ts'
import { DELIVERY, priorities } from './claimed-jobs.ts'

describe.each(storeTestbeds)('a job on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  /** Every column but its id, and times as what lies between them. */
  async function jobOf(about: string) {
    const { rows } = await sql<Record<string, unknown>>`
      select *, keep_until - created_on as kept, start_after - created_on as delay from queue.job
      where ${about} in (data ->> 'requestId', data ->> 'accountId')`.execute(testbed.db)
    const [row, ...more] = rows
    expect(row).toBeDefined()
    expect(more).toEqual([])
    const { id, data, created_on, start_after, keep_until, ...rest } = row ?? {}
    return rest
  }

  test.each<['recovery' | 'password-changed', (id: string) => DeliveryJob]>([
    ['recovery', (requestId) => ({ kind: 'recovery', requestId, withheld: false })],
    [
      'password-changed',
      (accountId) => ({ kind: 'password-changed', accountId, changedAt: new Date().toISOString() }),
    ],
  ])(
    'of the kind %s that we insert is the one that the library would send, column by column',
    async (kind, jobFor) => {
      const [sent, inserted] = [randomUUID(), randomUUID()]
      const backend = testbed.database.kind === 'embedded' ? 'pglite' : 'postgres'
      const db = testbed.database.queueConnection
      const library = new PgBoss({ db, backend, schema: 'queue', migrate: false, supervise: false })
      await library.start()
      await library.send(DELIVERY, jobFor(sent), { priority: priorities[kind] })
      await library.stop({ graceful: false, close: false })
      await testbed.db.transaction().execute((trx) => testbed.queue.enqueue(trx, jobFor(inserted)))
      const theirs = await jobOf(sent)
      expect(Object.keys(theirs).length).toBeGreaterThan(20)
      expect(await jobOf(inserted)).toEqual(theirs)
    },
  )
})
