import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { newAddress, newDigest, openPostgresTestbed, preparationOf } from '../testing/index.ts'

test('of three no-account emails to one address, prepared at once, one is ready', async () => {
  const testbed = await openPostgresTestbed()
  try {
    const there = (await testbed.openNeighbour()).stores.messages
    const here = testbed.stores.messages
    for (let run = 0; run < 20; run += 1) {
      const facts = { address: newAddress(), addressDigest: newDigest() }
      const prepare = async (store: typeof here) => {
        const { id: requestId } = await testbed.openRequest(facts)
        const job = { kind: 'recovery', requestId, withheld: false } as const
        const attempt = { jobId: randomUUID(), claim: 0, queuedAt: new Date(), job }
        return store.prepare([{ ...preparationOf(attempt), emailNoAccount: true }])
      }
      const answers = (await Promise.all([prepare(here), prepare(there), prepare(here)])).flat()
      expect(answers.filter(({ status }) => status === 'ready')).toHaveLength(1)
    }
  } finally {
    await testbed.close()
  }
})
