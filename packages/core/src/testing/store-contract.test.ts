import { createClock } from './clock.ts'
import { newId } from './made-up.ts'
import { describeStores } from './store-contract/index.ts'
import { createInMemoryStores } from './stores.ts'
import { createTables, deleteAccount } from './tables.ts'

describeStores('in-memory tables', async () => {
  const tables = createTables()
  const clock = createClock()
  const { stores, queue } = createInMemoryStores(tables, { clock, newId })
  return {
    stores,
    now: clock.now,
    letTimePass: async (span) => clock.pass(span),
    claimJobs: async () => queue.claim(),
    freeJobs: async () => queue.takeOver(),
    async setAccountStatus(accountId, status) {
      for (const account of tables.accounts.filter(({ id }) => id === accountId)) {
        account.status = status
      }
    },
    deleteAccount: async (accountId) => deleteAccount(tables, accountId),
    close: async () => undefined,
  }
})
