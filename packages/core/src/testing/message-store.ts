import { storedEmailAddress } from '../email-address.ts'
import type { MessageStore, Preparation, Prepared } from '../ports.ts'
import { NOT_ME_LIFETIME_MINUTES } from '../secret.ts'
import { earlierOf, minutesAfter, type SettableClock } from './clock.ts'
import { type AccountRow, accountByAddress, type MessageRow, type Tables } from './tables.ts'

const NOTICE_LIFETIME_MINUTES = 24 * 60
const MAIL_WAITS_MINUTES = 60
const DAY = 24 * 60

export function createInMemoryMessageStore(tables: Tables, clock: SettableClock): MessageStore {
  type Lifetimes = Parameters<MessageStore['prepare']>[1]

  function prepare(preparation: Preparation, lifetimes: Lifetimes): Prepared {
    const { messageId } = preparation.attempt
    const before = tables.messages.get(messageId)
    if (before && !['sending', 'delayed'].includes(before.state)) return { status: 'handed-over' }
    const row: MessageRow = { state: 'sending', answer: '', tries: (before?.tries ?? 0) + 1 }
    tables.messages.set(messageId, row)
    const end = (prepared: Exclude<Prepared, { status: 'ready' | 'handed-over' }>) => {
      Object.assign(row, { state: prepared.status, answer: prepared.reason })
      return prepared
    }
    const { job } = preparation.attempt
    const ready = {
      status: 'ready',
      tries: row.tries,
      brokeOff: before?.state === 'sending',
    } as const

    if (job.kind !== 'recovery') {
      if (minutesAfter(new Date(job.changedAt), NOTICE_LIFETIME_MINUTES) <= clock.now()) {
        return end({ status: 'dead', reason: 'expired' })
      }
      const account = tables.accounts.find(({ id }) => id === job.accountId)
      if (!account) return end({ status: 'suppressed', reason: 'no-account' })
      const { id: accountId, credentialVersion, owner, locale } = account
      const notMeExpiresAt = minutesAfter(clock.now(), NOT_ME_LIFETIME_MINUTES)
      if (preparation.notMe) {
        tables.secrets.push({
          ...{ kind: 'not-me', digest: preparation.notMe, requestId: undefined },
          ...{ accountId, credentialVersion, expiresAt: notMeExpiresAt, end: undefined },
        })
      }
      return { ...ready, owner, locale, recovery: undefined, notMeExpiresAt }
    }

    const request = tables.requests.find(({ id }) => id === job.requestId)
    const queuedAt = tables.queuedAt.get(messageId) ?? clock.now()
    const tooOld = minutesAfter(queuedAt, MAIL_WAITS_MINUTES) <= clock.now()
    if (!request || tooOld || request.expiresAt <= clock.now()) {
      return end({ status: 'dead', reason: 'expired' })
    }
    if (job.withheld) return end({ status: 'suppressed', reason: 'limit' })
    const account = accountByAddress(tables, request.address.canonical)
    const { requestedAt, device } = request
    const instead = (kind: 'no-password' | 'no-account', account?: AccountRow) => ({
      ...ready,
      owner:
        account?.owner ?? storedEmailAddress(request.address.canonical, request.address.canonical),
      locale: account?.locale ?? request.locale,
      recovery: undefined,
      instead: { kind, requestedAt, device },
    })
    if (!account) {
      const told = tables.toldNoAccount.get(request.address.canonical)
      const isTold =
        told && told.messageId !== messageId && minutesAfter(told.at, DAY) > clock.now()
      if (!preparation.tellsNoAccount || isTold) {
        return end({ status: 'suppressed', reason: 'no-account' })
      }
      tables.toldNoAccount.set(request.address.canonical, { messageId, at: clock.now() })
      return instead('no-account')
    }
    if (account.status === 'disabled') return end({ status: 'suppressed', reason: 'disabled' })
    if (account.passwordHash === undefined) return instead('no-password', account)

    const expiry = (minutes: number) =>
      earlierOf(minutesAfter(clock.now(), minutes), request.expiresAt)
    const linkExpiresAt = expiry(lifetimes.linkMinutes)
    const codeExpiresAt = expiry(lifetimes.codeMinutes)
    const { id: accountId, credentialVersion } = account
    const both = { requestId: request.id, accountId, credentialVersion, end: undefined }
    if (preparation.secrets) {
      const { link, code } = preparation.secrets
      tables.secrets.push(
        { ...both, kind: 'link', digest: link, expiresAt: linkExpiresAt },
        { ...both, kind: 'code', digest: code, expiresAt: codeExpiresAt },
      )
    }
    return {
      ...ready,
      owner: account.owner,
      locale: account.locale ?? request.locale,
      recovery: {
        requestedAt: request.requestedAt,
        linkExpiresAt,
        codeExpiresAt,
        device: request.device,
      },
    }
  }

  return {
    async prepare(preparations, lifetimes) {
      return preparations.map((preparation) => prepare(preparation, lifetimes))
    },

    async record(outcomes) {
      return outcomes.map((outcome) => {
        const { messageId, queuedAt } = outcome.attempt
        const row = tables.messages.get(messageId)
        if (!row || row.state === 'handed-over') return undefined
        const answer = outcome.status === 'suppressed' ? outcome.reason : outcome.answer
        if (outcome.status === 'held') row.tries -= 1
        row.state = outcome.status === 'held' ? 'delayed' : outcome.status
        row.answer = answer
        return (clock.now().getTime() - queuedAt.getTime()) / 1000
      })
    },
  }
}
