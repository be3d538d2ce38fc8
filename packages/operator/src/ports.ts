import type { Failure, WebhookEventType } from '@latchkey/core'
import type {
  ActOutcome,
  AuditEntry,
  Changes,
  CurrentSession,
  Email,
  EmailState,
  Found,
  LimitHits,
  Overview,
  Page,
  PublicFacts,
  Webhook,
  WebhookEvent,
} from './shapes.ts'

/** Who acts, and why: both are in the audit trail, in the same transaction as what is done. */
export type By = { operator: string; reason: string }

type Rows = { before: string | undefined; limit: number }

/** What operators see. It changes nothing, except that a search is in the audit trail. */
export interface OperatorReads {
  overview(midnight: Date | undefined): Promise<Overview>
  emails(
    which: Rows & { state: EmailState | undefined; failure: Failure | undefined },
  ): Promise<Page<Email>>
  email(id: string): Promise<Email | undefined>
  /** `invalid`: it is neither an address nor an id of a request or an account; `problem` says why, in English. */
  search(subject: string, operator: string): Promise<Found | { status: 'invalid'; problem: string }>
  limits(): Promise<readonly LimitHits[]>
  webhooks(): Promise<readonly Webhook[]>
  events(
    which: Rows & { type: WebhookEventType | undefined; failed: boolean },
  ): Promise<Page<WebhookEvent>>
  event(id: string): Promise<WebhookEvent | undefined>
  audit(
    which: Rows & {
      kind: string | undefined
      operator: string | undefined
      accountId: string | undefined
      requestId: string | undefined
    },
  ): Promise<Page<AuditEntry>>
}

type Acted = ActOutcome | { status: 'invalid'; problem: string }

/** What operators do. `subject` as in a search. */
export interface OperatorActs {
  retryEmail(id: string, by: By): Promise<ActOutcome>
  revoke(subject: string, by: By): Promise<Acted>
  disable(subject: string, by: By): Promise<Acted>
  enable(subject: string, by: By): Promise<Acted>
  unsuppress(subject: string, by: By): Promise<Acted>
  retryEvent(event: { id: string; webhook: string | undefined }, by: By): Promise<ActOutcome>
}

/** The session of the browser that calls. The implementation reads and writes its cookie. */
export interface OperatorEntry {
  /** `undefined`: nobody has entered. */
  current(): Promise<CurrentSession | undefined>
  /** Exchanges the token of a link for a session, at most once. */
  enter(
    token: string,
  ): Promise<
    | { status: 'entered'; session: CurrentSession }
    | { status: 'refused'; link: 'unknown' | 'used' | 'expired' }
    | { status: 'limited'; retryAfterSeconds: number }
  >
  /** Idempotent. */
  leave(): Promise<void>
}

/** Says that nobody reads any more: what is used of an `AbortSignal`. */
export type Closing = {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** What procedures are given. There is no database and no HTTP request in it. */
export type OperatorContext = {
  facts: PublicFacts
  entry: OperatorEntry
  reads: OperatorReads
  acts: OperatorActs
  /** Who is here, as the page that calls shows it: the header OPERATOR_HEADER. */
  shown: string | undefined
  /** Ends when the session does. */
  changes(signal: Closing): AsyncIterable<Changes>
}
