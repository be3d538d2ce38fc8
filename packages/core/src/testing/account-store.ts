import type { AccountStore } from '../ports/index.ts'
import type { SettableClock } from './clock.ts'
import { accountByAddress, type Tables } from './tables.ts'

export function createInMemoryAccountStore(tables: Tables, clock: SettableClock): AccountStore {
  return {
    async add({ address, ...account }) {
      if (accountByAddress(tables, address.canonical)) return false
      tables.accounts.push({
        ...account,
        owner: address,
        status: 'active',
        credentialVersion: 1,
        createdAt: clock.now(),
        passwordChangedAt: undefined,
      })
      return true
    },

    async list() {
      const byAddress = tables.accounts.toSorted((one, other) =>
        one.owner.canonical < other.owner.canonical ? -1 : 1,
      )
      return byAddress.map(({ owner, passwordHash, ...account }) => ({
        id: account.id,
        email: owner.registered,
        status: account.status,
        hasPassword: passwordHash !== undefined,
        locale: account.locale,
        createdAt: account.createdAt,
        passwordChangedAt: account.passwordChangedAt,
      }))
    },

    async sampleHashes() {
      return tables.accounts.flatMap(({ passwordHash }) => passwordHash ?? [])
    },

    async findForSignIn(canonicalEmail) {
      const account = accountByAddress(tables, canonicalEmail)
      if (!account) return undefined
      const { id: accountId, passwordHash, credentialVersion, status } = account
      return { accountId, passwordHash, credentialVersion, status }
    },

    async rehash(accountId, from, to) {
      const account = tables.accounts.find((row) => row.id === accountId)
      if (account?.passwordHash === from) account.passwordHash = to
    },
  }
}
