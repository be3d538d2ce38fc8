import type { AddressDigest, NewAccount } from '@latchkey/core'
import { guardOf } from '../accounts/accounts-mismatch.ts'
import { accountsOf } from '../accounts/accounts-of.ts'
import { atAccount, atAddress, atRequest } from '../accounts/ported/looks.ts'
import type { Database } from '../connection/database.ts'
import { isReadOnly } from '../connection/is-read-only.ts'
import { guarded } from '../connection/unavailable.ts'
import { limitCounts } from '../limits/limit-hits.ts'
import { currentTrouble } from '../messages/delivery-trouble.ts'
import type { Queue } from '../queue/queue.ts'
import { findOwnedAddress } from './account-by-id.ts'
import { addAccount } from './add-account.ts'
import { changeAccount } from './change-account.ts'
import { countEmailsAhead } from './count-emails-ahead.ts'
import { countFunnel } from './count-funnel.ts'
import { dropEvents } from './drop-events.ts'
import { findMessage, listMessages } from './find-messages.ts'
import { findNearAccounts } from './find-near-accounts.ts'
import { findRequests } from './find-requests.ts'
import { findExisting, type ImportedAccount, importAccounts } from './import-accounts.ts'
import { issueLink, type NewLink } from './issue-link.ts'
import { listAudit, recordSearch, type Search, type WhichAudit } from './list-audit.ts'
import { listWebhooks } from './list-webhooks.ts'
import { countTroubled, readLeases, readMarks } from './page-state.ts'
import { type AuditRange, readAudit } from './read-audit.ts'
import { findRemovedWebhooks } from './removed-webhooks.ts'
import { type RequiredReset, requireReset } from './require-reset.ts'
import { retryMessage } from './retry-message.ts'
import { type By, revokeAccount, revokeAll } from './revoke.ts'
import { showAccount } from './show-account.ts'
import { findSuppressions, liftSuppressions } from './suppressions.ts'
import { addTrialAccounts, removeTrial } from './trial-accounts.ts'
import {
  findEvent,
  listEvents,
  retryEvents,
  type WhichEvents,
  type WhichRetries,
} from './webhook-events.ts'

/** What an operator inspects and repairs on one database. */
export type Operator = ReturnType<typeof createOperator>

/** What only the command line and the operators' page do: they inspect and repair. No request of a client leads here. */
export function createOperator({ kysely: db }: Database, queue: Queue) {
  const accounts = accountsOf(db)
  const { port } = accounts
  const at = async (canonicalEmail: string) => (port ? atAddress(db, port, canonicalEmail) : db)
  return guarded(
    {
      async findRequests(by: Parameters<typeof findRequests>[1]) {
        if (!port) return findRequests(db, by)
        const looking =
          'requestId' in by ? await atRequest(db, port, by.requestId) : await at(by.canonicalEmail)
        return findRequests(looking, by)
      },
      findOwnedAddress: async (accountId: string) =>
        findOwnedAddress(port ? await atAccount(db, port, accountId) : db, accountId),
      // An application is asked for addresses, and knows none that are near.
      findNearAccounts: async (canonicalEmail: string) =>
        port ? [] : findNearAccounts(db, canonicalEmail),
      listMessages: (which: Parameters<typeof listMessages>[1]) => listMessages(db, which),
      isReadOnly: () => isReadOnly(db),
      mailTrouble: () => currentTrouble(db),
      findMessage: (id: string) => findMessage(db, id),
      retryMessage: (id: string, by: By) => retryMessage({ db, queue }, id, by),
      findSuppressions: (digests: readonly AddressDigest[]) => findSuppressions(db, digests),
      liftSuppressions: (digests: readonly AddressDigest[], by?: By) =>
        liftSuppressions(db, digests, by),
      revokeAll: (by?: By) => revokeAll(db, by),
      revokeAccount: async (canonicalEmail: string, by?: By) =>
        revokeAccount(await at(canonicalEmail), canonicalEmail, by),
      showAccount: async (canonicalEmail: string) =>
        showAccount(await at(canonicalEmail), canonicalEmail),
      addAccount: (account: NewAccount, by: By) => addAccount(db, account, by),
      changeAccount: (change: Parameters<typeof changeAccount>[1], by: By) =>
        changeAccount(db, change, by),
      importAccounts: (accounts: readonly ImportedAccount[], by: By) =>
        importAccounts(db, accounts, by),
      findExisting: (canonicals: string[]) => findExisting(db, canonicals),
      issueLink: async (link: NewLink, by: By) =>
        issueLink(await at(link.canonicalEmail), link, by),
      countEmailsAhead: () => countEmailsAhead(db),
      requireReset: (reset: RequiredReset, by: By) => requireReset(db, reset, by),
      readAudit: async (range: AuditRange) => readAudit(db, range),
      listAudit: (which: WhichAudit) => listAudit(db, which),
      recordSearch: (search: Search) => recordSearch(db, search),
      countFunnel: (since: Date) => countFunnel(db, since),
      countTroubled: () => countTroubled(db),
      limitCounts: () => limitCounts(db),
      queueStats: () => queue.stats(),
      leases: () => readLeases(db),
      marks: () => readMarks(db),
      listWebhooks: () => listWebhooks(db),
      listEvents: (which: WhichEvents) => listEvents(db, which),
      findEvent: (id: string) => findEvent(db, id),
      findRemovedWebhooks: (ids: readonly string[] | undefined) => findRemovedWebhooks(db, ids),
      dropEvents: (webhook: string, by: By) => dropEvents(db, webhook, by),
      retryEvents: (which: WhichRetries, by: By) => retryEvents(db, which, by),
      addTrialAccounts: (accounts: Parameters<typeof addTrialAccounts>[1]) =>
        addTrialAccounts(db, accounts),
      removeTrial: (trial: Parameters<typeof removeTrial>[1]) => removeTrial(db, trial),
    },
    guardOf(accounts),
  )
}
