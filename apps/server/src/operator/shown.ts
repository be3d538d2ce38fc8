import { mask } from '@latchkey/core'
import type {
  AddressStory,
  EventStory,
  MessageStory,
  ShownAccount,
  AuditEntry as StoredAuditEntry,
  RequestStory as StoredRequest,
  SuppressionStory,
  WebhookStory,
} from '@latchkey/db'
import type {
  Account,
  AuditEntry,
  Email,
  RequestStory,
  Suppression,
  Webhook,
  WebhookEvent,
} from '@latchkey/operator'
import { saySuppression } from './words/address-words.ts'
import { type MailNow, sayEmail } from './words/email-words.ts'
import { sayRequest, tellRequest } from './words/request-words.ts'

/* What the page is shown of what is stored. Each field is named, so that none is shown by accident. */

export function shownEmail(message: MessageStory, mail: MailNow): Email {
  const { id, kind, state, failure, attempts, to, requestId, queue } = message
  return {
    ...{ id, kind, state, attempts },
    failure: failure ?? null,
    to: to === undefined ? null : mask(to),
    requestId: requestId ?? null,
    createdAt: message.createdAt.toISOString(),
    updatedAt: message.updatedAt.toISOString(),
    queue:
      queue.status === 'waiting'
        ? { status: 'waiting', nextAt: queue.nextAt.toISOString() }
        : { status: queue.status },
    says: sayEmail(message, mail),
    mayRetry: state !== 'handed-over' && state !== 'suppressed' && queue.status !== 'under-way',
  }
}

export function shownRequest(
  request: StoredRequest,
  { account, mail }: Pick<AddressStory, 'account'> & { mail: MailNow },
): RequestStory {
  return {
    id: request.id,
    requestedAt: request.requestedAt.toISOString(),
    closesAt: request.closesAt.toISOString(),
    // A request that led to a new password is finished.
    open: request.open && request.passwordChangedAt === undefined,
    device: request.device ?? null,
    history: tellRequest(request, mail).map((entry) => ({
      at: entry.at.toISOString(),
      says: 'email' in entry ? sayEmail(entry.email, mail) : [entry.says],
      emailId: 'email' in entry ? entry.email.id : null,
    })),
    says: sayRequest(request, { account }),
    emails: request.messages.map((message) => shownEmail(message, mail)),
  }
}

export function shownSuppression(story: SuppressionStory): Suppression {
  const { cause, lasts, liftedAt } = story
  return {
    ...{ cause, lasts },
    reportedAt: story.reportedAt.toISOString(),
    recoveryUntil: story.recoveryUntil.toISOString(),
    until: story.until.toISOString(),
    liftedAt: liftedAt?.toISOString() ?? null,
    says: saySuppression(story),
  }
}

export function shownAccount(account: ShownAccount, sharedBy: number): Account {
  const { id, status, hasPassword, openSecrets, own } = account
  return {
    ...{ id, status, hasPassword, sharedBy, openSecrets },
    locale: account.locale ?? null,
    own: own
      ? {
          createdAt: own.createdAt.toISOString(),
          passwordChangedAt: own.passwordChangedAt?.toISOString() ?? null,
          sessions: own.sessions,
        }
      : null,
  }
}

export function shownWebhook(webhook: WebhookStory): Webhook {
  const { name, url, state, types, delivered, waiting, failed, lastFailure } = webhook
  return {
    ...{ name, state, types, delivered, waiting, failed },
    origin: URL.parse(url)?.origin ?? '',
    oldestWaitingSeconds: Math.round(webhook.oldestWaitingSeconds),
    lastFailure: lastFailure
      ? { at: lastFailure.at.toISOString(), answer: lastFailure.answer }
      : null,
  }
}

export function shownEvent({ id, type, at, data, deliveries }: EventStory): WebhookEvent {
  return {
    ...{ id, type, at: at.toISOString() },
    data: { ...data },
    mayRetry: deliveries.some(
      ({ state, removed }) => (state === 'delayed' || state === 'dead') && !removed,
    ),
    deliveries: deliveries.map(({ webhook, state, attempts, answer, dropped, nextAt }) => ({
      ...{ webhook, attempts },
      state: dropped ? 'dropped' : state,
      answer: dropped ? null : (answer ?? null),
      nextAt: nextAt?.toISOString() ?? null,
    })),
  }
}

export function shownAudit(entry: StoredAuditEntry): AuditEntry {
  const { id, kind, outcome, requestId, accountId, addressDigest, operator, reason, count } = entry
  return {
    ...{ id, at: entry.at.toISOString(), kind, outcome },
    ...{ requestId, accountId, addressDigest, operator, reason, count },
  }
}
