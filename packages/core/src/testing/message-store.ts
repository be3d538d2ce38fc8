import { storedEmailAddress } from '../email-address.ts'
import { jobKinds, type NoticeJob } from '../job.ts'
import { type MessageKind, messageKinds } from '../message.ts'
import type {
  DeliveryAttempt,
  DeliveryJob,
  MessageStore,
  Preparation,
  Prepared,
  PreparedEmail,
  SuppressionReason,
} from '../ports/index.ts'
import {
  CODES_PER_REQUEST,
  type MailedSecretKind,
  RENEWABLE_LINK_HOURS,
  secretKinds,
  TRIES_PER_REQUEST,
} from '../secret.ts'
import { earlierOf, minutesAfter, type SettableClock } from './clock.ts'
import type { InMemoryLimiter } from './limiter.ts'
import type { InMemoryQueue } from './queue.ts'
import { sameDigest } from './secrets.ts'
import {
  type AccountRow,
  accountByAddress,
  type RequestRow,
  type SecretRow,
  type Tables,
} from './tables.ts'

const DAY = 24 * 60

type Email = Pick<PreparedEmail, 'kind' | 'owner' | 'locale'> & {
  account?: AccountRow
  request?: RequestRow
}
type NoEmail = Exclude<Prepared, { status: 'ready' | 'handed-over' }>

export function createInMemoryMessageStore(
  tables: Tables,
  {
    clock,
    queue,
    limiter,
  }: { clock: SettableClock; queue: InMemoryQueue; limiter: InMemoryLimiter },
): MessageStore {
  const isOver = (since: Date, minutes: number) => minutesAfter(since, minutes) <= clock.now()

  function emailFor({ attempt, secrets, emailNoAccount }: Preparation): Email | NoEmail {
    const { job } = attempt
    return job.kind === 'recovery'
      ? answerTo(job, { ...attempt, secrets, emailNoAccount })
      : noticeOf(job)
  }

  function noticeOf(job: NoticeJob): Email | NoEmail {
    if (isOver(new Date(job.occurredAt), jobKinds[job.kind].deadlineMinutes)) return expired
    const account = tables.accounts.find(({ id }) => id === job.accountId)
    if (!account) return suppressed('no-account')
    const locale = account.locale ?? job.locale ?? undefined
    return { kind: job.kind, owner: account.owner, locale, account }
  }

  function answerTo(
    job: Extract<DeliveryJob, { kind: 'recovery' }>,
    about: DeliveryAttempt & Pick<Preparation, 'secrets' | 'emailNoAccount'>,
  ): Email | NoEmail {
    const request = tables.requests.find(({ id }) => id === job.requestId)
    if (!request || isOver(about.queuedAt, jobKinds[job.kind].deadlineMinutes)) return expired
    if (request.expiresAt <= clock.now()) return expired
    const { canonical } = request.address
    const account = accountByAddress(tables, canonical)
    if (
      job.withheld &&
      (!mayRecover(account) || isRenewed(account, about.secrets) || isQueued(account))
    ) {
      return suppressed('limit')
    }
    if (!account) {
      if (!about.emailNoAccount || isRepeated(canonical, about.jobId)) {
        return suppressed('no-account')
      }
      tables.noAccountEmails.set(canonical, { messageId: about.jobId, at: clock.now() })
      const owner = storedEmailAddress(canonical, canonical)
      return { kind: 'no-account', owner, locale: request.locale, request }
    }
    if (account.status === 'disabled') return suppressed('disabled')
    const kind: MessageKind = account.passwordHash === undefined ? 'no-password' : 'recovery'
    const locale = account.locale ?? request.locale
    return { kind, owner: account.owner, locale, account, request }
  }

  const mayRecover = (account: AccountRow | undefined): account is AccountRow =>
    account?.status === 'active' && account.passwordHash !== undefined

  /** Whether the account has a link, which is renewed. */
  function isRenewed(account: AccountRow, secrets: Preparation['secrets']): boolean {
    const links = tables.secrets.filter(
      (row) =>
        row.kind === 'link' &&
        row.accountId === account.id &&
        row.credentialVersion === account.credentialVersion &&
        !row.end &&
        !isOver(row.createdAt, RENEWABLE_LINK_HOURS * 60),
    )
    const hasLeft = ({ requestId }: SecretRow) =>
      [...tables.messages.values()].some(
        (message) => message.requestId === requestId && message.state === 'handed-over',
      )
    const link = links.findLast(hasLeft) ?? links.at(-1)
    if (!link) return false
    const minutes = secrets.find(({ kind }) => kind === 'link')?.lifetimeMinutes ?? 0
    const longest = minutesAfter(link.createdAt, RENEWABLE_LINK_HOURS * 60)
    const renewed = earlierOf(minutesAfter(clock.now(), minutes), longest)
    if (renewed > link.expiresAt) link.expiresAt = renewed
    return true
  }

  /** Whether another email is queued for it. */
  function isQueued({ owner }: AccountRow): boolean {
    return tables.jobs.some(
      ({ job }) =>
        job.kind === 'recovery' &&
        !job.withheld &&
        tables.requests.find(({ id }) => id === job.requestId)?.address.canonical ===
          owner.canonical,
    )
  }

  function isRepeated(canonical: string, messageId: string): boolean {
    const last = tables.noAccountEmails.get(canonical)
    if (!last || last.messageId === messageId || isOver(last.at, DAY)) return false
    return ['sending', 'delayed', 'handed-over'].includes(
      tables.messages.get(last.messageId)?.state ?? 'dead',
    )
  }

  const areCodesClosed = ({ tries, addressDigest }: RequestRow, mostInARow: number) =>
    tries >= TRIES_PER_REQUEST ||
    limiter.isFull({ limit: 'guess-by-address', subject: addressDigest }) ||
    limiter.failures('guess-in-a-row', addressDigest) >= mostInARow

  /** Stores the secrets that this kind of email carries; when they expire. */
  function store(
    { kind, account, request }: Email,
    { secrets, mostGuessesInARow }: Preparation,
  ): PreparedEmail['expiresAt'] {
    const expiresAt: PreparedEmail['expiresAt'] = {}
    const closed = request !== undefined && areCodesClosed(request, mostGuessesInARow)
    const carried = (messageKinds[kind].secrets as readonly MailedSecretKind[]).filter(
      (one) => !closed || one !== 'code',
    )
    for (const secret of secrets.filter((one) => account && carried.includes(one.kind))) {
      const end = minutesAfter(clock.now(), secret.lifetimeMinutes)
      const bound = secretKinds[secret.kind].boundTo === 'request' ? request : undefined
      const expiry = bound ? earlierOf(end, bound.expiresAt) : end
      expiresAt[secret.kind] = expiry
      const known = tables.secrets.find((row) => sameDigest(row.digest, secret.digest))
      if (known) {
        known.expiresAt = expiry
        continue
      }
      tables.secrets.push({
        kind: secret.kind,
        digest: secret.digest,
        requestId: bound?.id,
        accountId: account?.id ?? '',
        createdAt: clock.now(),
        credentialVersion: account?.credentialVersion ?? 0,
        expiresAt: expiry,
        end: undefined,
      })
    }
    const codes = tables.secrets.filter(
      (row) => row.kind === 'code' && request && row.requestId === request.id,
    )
    for (const older of codes.slice(0, -CODES_PER_REQUEST)) older.end ??= 'voided'
    return expiresAt
  }

  function prepare(preparation: Preparation): Prepared {
    const { jobId: messageId } = preparation.attempt
    const before = tables.messages.get(messageId)
    if (before && !['sending', 'delayed'].includes(before.state)) return { status: 'handed-over' }
    const tries = (before?.tries ?? 0) + 1
    const createdAt = before?.createdAt ?? clock.now()
    const { job } = preparation.attempt
    const requestId = job.kind === 'recovery' ? job.requestId : undefined
    const email = emailFor(preparation)
    if ('status' in email) {
      const { status: state, reason: answer } = email
      tables.messages.set(messageId, { state, answer, tries, createdAt, requestId })
      if (queue.held(preparation.attempt)) queue.end(messageId)
      return email
    }
    tables.messages.set(messageId, { state: 'sending', answer: '', tries, createdAt, requestId })
    const { kind, owner, locale, request } = email
    return {
      ...{ status: 'ready', kind, owner, locale, tries },
      brokeOff: before?.state === 'sending',
      request: request && {
        requestedAt: request.requestedAt,
        device: request.device,
        requestedIn: request.locale,
        timeZone: request.timeZone,
      },
      preparedAt: clock.now(),
      expiresAt: store(email, preparation),
    }
  }

  return {
    async prepare(preparations) {
      return preparations.map(prepare)
    },

    async bury(attempt, why) {
      const job = queue.held(attempt)
      const row = tables.messages.get(attempt.jobId)
      if (!job) return
      queue.end(attempt.jobId)
      if (row?.state === 'handed-over') return
      const [tries, createdAt] = [row?.tries ?? 1, row?.createdAt ?? clock.now()]
      const requestId = row?.requestId
      tables.messages.set(attempt.jobId, {
        state: 'dead',
        answer: why,
        tries,
        createdAt,
        requestId,
      })
    },

    async record(outcomes) {
      return outcomes.map((outcome) => {
        const { jobId: messageId, queuedAt } = outcome.attempt
        const row = tables.messages.get(messageId)
        const job = queue.held(outcome.attempt)
        // An email that left has left, even if another worker has claimed its job since.
        const counts = job !== undefined || outcome.status === 'handed-over'
        if (!row || row.state === 'handed-over' || !counts) return undefined
        if (job && 'seconds' in outcome) queue.release(job, outcome.seconds)
        else queue.end(messageId)
        if (outcome.status === 'held') row.tries -= 1
        row.state = outcome.status === 'held' ? 'delayed' : outcome.status
        row.answer = outcome.status === 'suppressed' ? outcome.reason : outcome.answer
        return (clock.now().getTime() - queuedAt.getTime()) / 1000
      })
    },
  }
}

const expired: NoEmail = { status: 'dead', reason: 'expired' }

function suppressed(reason: SuppressionReason): NoEmail {
  return { status: 'suppressed', reason }
}
