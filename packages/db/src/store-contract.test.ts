import type { DeliveryAttempt } from '@latchkey/core'
import { isDelivery } from '@latchkey/core/testing'
import { describeStores } from '@latchkey/core/testing/store-contract'
import { letTimePass } from './testing/let-time-pass.ts'
import { storeTestbeds } from './testing/store-testbed.ts'

for (const [name, open] of storeTestbeds) {
  describeStores(name, async () => {
    const { db, stores, queue, setStatus, deleteAccount, close } = await open()
    return {
      stores,
      now: () => new Date(),
      letTimePass: ({ hours = 0, minutes = 0, seconds = 0 }) =>
        letTimePass(db, (hours * 60 + minutes) * 60 + seconds),
      // One claim takes no more of a kind than are worked on at once, and stories leave jobs behind.
      async claimJobs() {
        const claimed: DeliveryAttempt[] = []
        for (;;) {
          const more = await queue.claim(1_000)
          if (more.length === 0) return claimed
          claimed.push(...more.filter(isDelivery))
        }
      },
      freeJobs: async () => void (await queue.takeOver('everybody')),
      setAccountStatus: setStatus,
      deleteAccount,
      close,
    }
  })
}
