import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRecoveryJobs } from './delivery-jobs.ts'
import { type StoreHouse, storeHouses } from './testing/index.ts'

describe.each(storeHouses)('a job on %s', (_, openHouse) => {
  let house: StoreHouse
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house.close())

  /** Every column but its id, and times as what lies between them. */
  async function jobOf(requestId: string) {
    const { rows } = await sql<Record<string, unknown>>`
      select *, keep_until - created_on as kept, start_after - created_on as delay from queue.job
      where data ->> 'requestId' = ${requestId}`.execute(house.db)
    const [row, ...more] = rows
    expect(row).toBeDefined()
    expect(more).toEqual([])
    const { id, data, created_on, start_after, keep_until, ...rest } = row ?? {}
    return rest
  }

  test('that we insert is the job that the library would send, column by column', async () => {
    const [sent, inserted] = [randomUUID(), randomUUID()]
    await house.db.transaction().execute(async (trx) => {
      await house.queue.enqueue(trx, { kind: 'recovery', requestId: sent, withheld: false })
      const data = { kind: 'recovery', requestId: inserted, withheld: false }
      await insertRecoveryJobs(sql`select ${JSON.stringify(data)}::jsonb`).execute(trx)
    })
    const theirs = await jobOf(sent)
    expect(Object.keys(theirs).length).toBeGreaterThan(20)
    expect(await jobOf(inserted)).toEqual(theirs)
  })
})
