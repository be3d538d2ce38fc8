import type { MessageStore } from '../ports.ts'
import { earlierOf, minutesAfter, type SettableClock } from './clock.ts'
import { accountByAddress, type Tables } from './tables.ts'

const NOTICE_LIFETIME_MINUTES = 24 * 60

export function createInMemoryMessageStore(tables: Tables, clock: SettableClock): MessageStore {
  const isHandedOver = (messageId: string) =>
    tables.messages.get(messageId)?.state === 'handed-over'
  return {
    async prepareRecovery({ messageId, requestId, withheld, link, code, lifetimes }) {
      if (isHandedOver(messageId)) return { status: 'handed-over' }
      if (withheld) return { status: 'suppressed', reason: 'limit' }
      const request = tables.requests.find((row) => row.id === requestId)
      if (!request || request.expiresAt <= clock.now()) return { status: 'dead', reason: 'expired' }

      const account = accountByAddress(tables, request.address.canonical)
      if (!account) return { status: 'suppressed', reason: 'no-account' }
      if (account.status === 'disabled') return { status: 'suppressed', reason: 'disabled' }
      if (account.passwordHash === undefined) return { status: 'suppressed', reason: 'no-password' }

      const expiry = (minutes: number) =>
        earlierOf(minutesAfter(clock.now(), minutes), request.expiresAt)
      const linkExpiresAt = expiry(lifetimes.linkMinutes)
      const codeExpiresAt = expiry(lifetimes.codeMinutes)
      const { id: accountId, credentialVersion } = account
      const both = { requestId, accountId, credentialVersion, end: undefined }
      tables.secrets.push(
        { ...both, kind: 'link', digest: link, expiresAt: linkExpiresAt },
        { ...both, kind: 'code', digest: code, expiresAt: codeExpiresAt },
      )
      return {
        status: 'ready',
        owner: account.owner,
        locale: account.locale ?? request.locale,
        requestedAt: request.requestedAt,
        linkExpiresAt,
        codeExpiresAt,
        device: request.device,
      }
    },

    async prepareNotice({ messageId, accountId, changedAt }) {
      if (isHandedOver(messageId)) return { status: 'handed-over' }
      if (minutesAfter(changedAt, NOTICE_LIFETIME_MINUTES) <= clock.now()) {
        return { status: 'dead', reason: 'expired' }
      }
      const account = tables.accounts.find((row) => row.id === accountId)
      if (!account) return { status: 'suppressed', reason: 'no-account' }
      return { status: 'ready', owner: account.owner, locale: account.locale }
    },

    async recordHandover(messageId, answer) {
      const queuedAt = tables.queuedAt.get(messageId)
      const seconds = queuedAt && (clock.now().getTime() - queuedAt.getTime()) / 1000
      const known = isHandedOver(messageId) ? undefined : seconds
      tables.messages.set(messageId, { state: 'handed-over', answer })
      return known
    },

    async recordFailure(messageId, answer, state) {
      tables.messages.set(messageId, { state, answer })
    },
  }
}
