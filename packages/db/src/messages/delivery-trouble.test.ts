import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ago, type StoreTestbed, storeTestbeds } from '../testing/index.ts'
import { createDeliveryTroubles, type DeliveryTroubles } from './delivery-trouble.ts'

describe.each(storeTestbeds)('what keeps email from leaving, on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let troubles: DeliveryTroubles
  beforeAll(async () => {
    testbed = await openTestbed()
    troubles = createDeliveryTroubles(testbed.database)
  })
  beforeEach(() => testbed.db.deleteFrom('delivery_trouble').execute())
  afterAll(() => testbed.close())

  const refused = { failure: 'setup', answer: '535 no', seconds: 20 } as const
  const past = (
    change: { since?: string; tried_at?: string; next_try_at?: string },
    worker: string,
  ) =>
    testbed.db
      .updateTable('delivery_trouble')
      .set(Object.fromEntries(Object.entries(change).map(([key, time]) => [key, ago(time)])))
      .where('worker', '=', worker)
      .execute()

  test('is the oldest trouble of any worker, with its latest answer', async () => {
    const [one, other] = [randomUUID(), randomUUID()]
    expect(await troubles.current()).toBeUndefined()
    await troubles.note(one, refused)
    await past({ since: '1 hour' }, one)
    await troubles.note(other, { ...refused, answer: 'of another' })
    await troubles.note(one, { ...refused, failure: 'unreachable', answer: 'no route' })
    const seen = await troubles.current()
    expect(seen).toMatchObject({ failure: 'unreachable', answer: 'no route' })
    const seconds = (from?: Date, to?: Date) =>
      ((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 1_000
    expect(seconds(seen?.since, seen?.triedAt)).toBeCloseTo(3_600, -3)
    expect(seconds(seen?.triedAt, seen?.nextTryAt)).toBeCloseTo(20, 0)

    await troubles.forget(one)
    expect(await troubles.current()).toMatchObject({ answer: 'of another' })
  })

  test('names no next attempt where each email has its own', async () => {
    await troubles.note(randomUUID(), { failure: 'unreachable', answer: 'no route' })
    expect(await troubles.current()).toMatchObject({ answer: 'no route', nextTryAt: undefined })
  })

  test('ends by itself when its worker was killed', async () => {
    const killed = randomUUID()
    await troubles.note(killed, refused)
    await past({ tried_at: '16 minutes' }, killed)
    expect(await troubles.current()).toBeUndefined()
  })

  test('of a worker that has ended is over when an email of another one is accepted', async () => {
    const [left, killed, runs, held] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
    for (const worker of [left, killed, runs]) await troubles.note(worker, refused)
    await troubles.note(held, { ...refused, seconds: 3_600 })
    await troubles.leave(left)
    expect(await troubles.current()).toMatchObject({ answer: '535 no' })
    for (const worker of [killed, held]) await past({ tried_at: '2 minutes' }, worker)
    await past({ next_try_at: '2 minutes' }, killed)
    await troubles.forgetEnded()
    const rows = await testbed.db.selectFrom('delivery_trouble').select('worker').execute()
    expect(rows.map(({ worker }) => worker).toSorted()).toEqual([runs, held].toSorted())
  })
})
