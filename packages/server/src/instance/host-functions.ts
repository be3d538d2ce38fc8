import type { AccountHost } from '../account-port/handler.ts'
import type { ServerConfig } from '../config/server-config.ts'

/**
 * The functions of the application in a configuration, so that they can be replaced: a development server that loads a
 * module again brings new ones, while the connections stay open.
 */
export function replaceableFunctions(given: ServerConfig): {
  config: ServerConfig
  replace(by: ServerConfig): void
} {
  let now = given
  const host = () => {
    if (now.accounts?.kind === 'hosted') return now.accounts.host
    throw new Error('The options have no accounts.host any more')
  }
  const current: AccountHost = {
    lookup: (addresses) => host().lookup(addresses),
    look: (id) => host().look(id),
    change: (change) => host().change(change),
    settled: (changeId) => host().settled(changeId),
  }
  const { accounts, endSessions } = given
  return {
    config: {
      ...given,
      accounts: accounts?.kind === 'hosted' ? { ...accounts, host: current } : accounts,
      endSessions: endSessions && (async (accountId) => now.endSessions?.(accountId)),
    },
    replace(by) {
      now = by
    },
  }
}
