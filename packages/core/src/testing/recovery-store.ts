import type { AddressDigest, CodeDigest, SubjectDigest, TokenDigest } from '../digest.ts'
import { withoutRequest } from '../limits.ts'
import type {
  GuessLimits,
  NewRequest,
  NoRight,
  Opened,
  Purged,
  RecoveryStore,
  Resend,
} from '../ports/index.ts'
import { CANDIDATE_REQUESTS, type SecretKind, secretKinds, TRIES_PER_REQUEST } from '../secret.ts'
import { earlierOf, minutesAfter, type SettableClock } from './clock.ts'
import { everyone, type InMemoryLimiter } from './limiter.ts'
import type { InMemoryQueue } from './queue.ts'
import { sameDigest } from './secrets.ts'
import {
  type AccountRow,
  type RequestRow,
  type SecretRow,
  type Tables,
  unchangedAccount,
} from './tables.ts'

type Parts = {
  tables: Tables
  clock: SettableClock
  limiter: InMemoryLimiter
  queue: InMemoryQueue
}

const DAY = 24 * 60

// No method awaits anything, so each is one step, like a transaction.
export function createInMemoryRecoveryStore(parts: Parts): RecoveryStore {
  const { tables, clock, limiter, queue } = parts
  const requestById = (id: string) =>
    tables.requests.find((request) => request.id === id.toLowerCase())
  const isOpen = (request: RequestRow) => request.expiresAt > clock.now()

  const chargeRequest = ({ client, inAll, network }: Resend['charges']) => {
    const all = { limit: 'request-in-all', subject: everyone, windows: inAll } as const
    const full = limiter.refusal(all)
    if (full) return full
    const share = limiter.chargeShare(all, { limit: 'request-in-all-by-client', subject: network })
    return share.status === 'rate-limited' ? share : limiter.chargeNow([...client, all])
  }

  const queueEmail = (request: RequestRow, resend: Omit<Resend, 'requestId'>): Opened => {
    const { address, network, share } = resend.charges
    const subject = request.addressDigest
    const pair = new Uint8Array([...subject, ...network]) as Uint8Array as SubjectDigest
    const withheld = [
      { limit: 'mail-by-address-and-client', subject: pair, windows: share.windows } as const,
      { limit: 'mail-by-address', subject, windows: address.windows } as const,
    ].some((charge) => limiter.chargeNow([charge]).status === 'rate-limited')
    if (!withheld) request.emailedAt = clock.now()
    queue.enqueue({ kind: 'recovery', requestId: request.id, withheld })
    const end = minutesAfter(clock.now(), resend.codeLifetimeMinutes)
    return {
      status: 'opened',
      requestId: request.id,
      codeExpiresAt: earlierOf(end, request.expiresAt),
    }
  }

  const addRequest = ({ lifetimes, ...request }: Omit<NewRequest, 'charges'>): RequestRow => {
    const row: RequestRow = {
      ...request,
      requestedAt: clock.now(),
      expiresAt: minutesAfter(clock.now(), lifetimes.requestMinutes),
      emailedAt: undefined,
      tries: 0,
      triesByAddress: 0,
    }
    tables.requests.push(row)
    return row
  }

  const global = (limits: GuessLimits) =>
    ({ limit: 'guess-in-all', subject: everyone, windows: limits['guess-in-all'] }) as const

  /** The daily limit, then the streak, then the global budget. A refusal stops the chain. */
  const chargeAddress = (
    subject: AddressDigest,
    limits: GuessLimits,
    mostInARow = limits['guess-in-a-row'],
  ) => {
    const windows = limits['guess-by-address']
    const day = limiter.chargeNow([{ limit: 'guess-by-address', subject, windows }])
    if (day.status === 'rate-limited') return false
    if (!limiter.fail('guess-in-a-row', subject, mostInARow)) return false
    limiter.chargeNow([global(limits)])
    return true
  }

  const refund = (request: RequestRow) => {
    const subject = request.addressDigest
    request.tries = Math.max(0, request.tries - 1)
    request.triesByAddress = Math.max(0, request.triesByAddress - 1)
    limiter.refund({ limit: 'guess-by-address', subject })
    limiter.refund({ limit: 'guess-in-all', subject: everyone })
    limiter.empty({ limit: 'guess-in-a-row', subject })
  }

  const findLiveCode = (requestId: string, digests: readonly CodeDigest[]) => {
    const secret = tables.secrets.find((row) => isCode(row, requestId.toLowerCase(), digests))
    const account = secret && unchangedAccount(tables, secret)
    const isLive = secret && !secret.end && secret.expiresAt > clock.now()
    return isLive && account ? { secret, account } : undefined
  }

  /** What every change of a password does. */
  const replacePassword = (
    account: AccountRow,
    passwordHash: string,
    voids: (kind: SecretKind) => boolean,
  ) => {
    Object.assign(account, { passwordHash, passwordChangedAt: clock.now() })
    account.credentialVersion += 1
    for (const row of tables.secrets) {
      if (row.accountId === account.id && voids(row.kind)) row.end ??= 'voided'
    }
    tables.sessions = tables.sessions.filter((session) => session.accountId !== account.id)
  }

  return {
    async openRequest({ charges, ...request }) {
      const charged = chargeRequest(charges)
      if (charged.status === 'rate-limited') return charged
      const codeLifetimeMinutes = request.lifetimes.codeMinutes
      return queueEmail(addRequest(request), { charges, codeLifetimeMinutes })
    },

    async resend({ requestId, ...resend }) {
      const request = requestById(requestId)
      if (!request || !isOpen(request)) return undefined
      const charged = chargeRequest(resend.charges)
      return charged.status === 'rate-limited' ? charged : queueEmail(request, resend)
    },

    async chargeGuess(requestId, limits) {
      const full = limiter.refusal(global(limits))
      if (full) return full
      const request = requestById(requestId)
      if (!request) return 'unknown'
      if (!isOpen(request)) return 'expired'
      if (request.tries >= TRIES_PER_REQUEST) return 'exhausted'
      request.tries += 1
      return chargeAddress(request.addressDigest, limits) ? 'charged' : 'exhausted'
    },

    async chargeGuessByAddress(addressDigest, limits, formerDigests = []) {
      const full = limiter.refusal(global(limits))
      if (full) return full
      const digests = [addressDigest, ...formerDigests]
      const candidates = tables.requests
        .filter((request) => digests.some((digest) => sameDigest(request.addressDigest, digest)))
        .filter((request) => isOpen(request) && request.emailedAt)
        .sort((a, b) => Number(a.emailedAt) - Number(b.emailedAt))
        .slice(-CANDIDATE_REQUESTS)
        .filter(
          ({ tries, triesByAddress }) =>
            tries < TRIES_PER_REQUEST && triesByAddress < TRIES_PER_REQUEST,
        )
      for (const request of candidates) request.triesByAddress += 1
      const share = limits['guess-by-address'].map(({ seconds, most }) => ({
        ...{ seconds, most: withoutRequest(most) },
      }))
      const within = limiter.chargeNow([
        { limit: 'guess-without-request', subject: addressDigest, windows: share },
      ])
      const most = withoutRequest(limits['guess-in-a-row'])
      const charged = within.status === 'charged' && chargeAddress(addressDigest, limits, most)
      return charged
        ? { status: 'charged', requestIds: candidates.map(({ id }) => id) }
        : { status: 'exhausted' }
    },

    async findCode(candidates) {
      for (const { requestId, codeDigests } of candidates) {
        const found = findLiveCode(requestId, codeDigests)
        if (found) return { requestId, owner: found.account.owner }
      }
      return undefined
    },

    async refundGuess(requestId) {
      const request = requestById(requestId)
      if (request) refund(request)
    },

    async recordRefusal() {
      tables.refusedProofs += 1
    },

    async spendCode({ requestId, codeDigests, ticketDigest, ticketLifetimeMinutes }) {
      const request = requestById(requestId)
      const found = findLiveCode(requestId, codeDigests)
      if (!request || !found) return { status: 'wrong' }
      found.secret.end = 'spent'
      refund(request)
      const ticketExpiresAt = minutesAfter(clock.now(), ticketLifetimeMinutes)
      tables.secrets.push({
        ...found.secret,
        kind: 'ticket',
        digest: ticketDigest,
        createdAt: clock.now(),
        expiresAt: ticketExpiresAt,
        end: undefined,
      })
      return { status: 'spent', owner: found.account.owner, ticketExpiresAt }
    },

    async findRight(tokenDigest) {
      return rightOf(findSecret(parts, 'right', tokenDigest))
    },

    async changePassword({ tokenDigest, passwordHash, by, ...subjects }) {
      const found = findSecret(parts, 'right', tokenDigest)
      if (found.status === 'none') return found
      const { account, secret } = found
      secret.end = 'spent'
      replacePassword(account, passwordHash, (kind) => secretKinds[kind].voidedByPasswordChange)
      limiter.forget(subjects)
      limiter.endStreak('guess-in-a-row', subjects.addressDigest)
      const occurredAt = clock.now().toISOString()
      const request = tables.requests.find(({ id }) => id === secret.requestId)
      queue.enqueue({
        kind: 'password-changed',
        accountId: account.id,
        occurredAt,
        device: by?.device ?? null,
        locale: by?.locale ?? request?.locale ?? null,
        timeZone: by?.timeZone ?? request?.timeZone ?? null,
      })
      return { status: 'changed', accountId: account.id }
    },

    async findNotMe(tokenDigest) {
      return rightOf(findSecret(parts, 'not-me', tokenDigest))
    },

    async reportNotMe({ tokenDigest, passwordHash, request }) {
      const found = findSecret(parts, 'not-me', tokenDigest)
      if (found.status === 'none') return found
      const { account, secret } = found
      secret.end = 'spent'
      replacePassword(account, passwordHash, () => true)
      addRequest({ ...request, address: account.owner }).emailedAt = clock.now()
      queue.enqueue({ kind: 'recovery', requestId: request.id, withheld: false })
      const codeExpiresAt = minutesAfter(clock.now(), request.lifetimes.codeMinutes)
      return { status: 'reported', accountId: account.id, codeExpiresAt }
    },

    async purge() {
      return purge(tables, clock.now())
    },
  }
}

function isCode(row: SecretRow, requestId: string, codeDigests: readonly CodeDigest[]): boolean {
  const isOne = row.kind === 'code' && row.requestId === requestId
  return isOne && codeDigests.some((digest) => sameDigest(row.digest, digest))
}

type Found = NoRight | { status: 'good'; account: AccountRow; secret: SecretRow }

/** A kind that a password change does not void is also valid under later credentials. */
function findSecret(
  { tables, clock }: Parts,
  proves: 'right' | 'not-me',
  tokenDigest: TokenDigest,
): Found {
  const secret = tables.secrets.find(
    (row) => secretKinds[row.kind].proves === proves && sameDigest(row.digest, tokenDigest),
  )
  if (!secret) return { status: 'none', reason: 'unknown' }
  if (secret.end) return { status: 'none', reason: secret.end }
  const account = secretKinds[secret.kind].voidedByPasswordChange
    ? unchangedAccount(tables, secret)
    : tables.accounts.find(({ id, status }) => id === secret.accountId && status === 'active')
  if (!account) return { status: 'none', reason: 'voided' }
  if (secret.expiresAt <= clock.now()) return { status: 'none', reason: 'expired' }
  return { status: 'good', account, secret }
}

function rightOf(found: Found) {
  if (found.status === 'none') return found
  return {
    status: 'good' as const,
    owner: found.account.owner,
    expiresAt: found.secret.expiresAt,
  }
}

function purge(tables: Tables, now: Date): Purged {
  const isOver = (date: Date, minutes = 0) => minutesAfter(date, minutes) < now
  const ended = tables.secrets.filter(({ expiresAt }) => isOver(expiresAt, DAY))
  const kept = {
    secrets: tables.secrets.filter((secret) => !ended.includes(secret)),
    requests: tables.requests.filter(({ requestedAt }) => !isOver(requestedAt, 7 * DAY)),
    sessions: tables.sessions.filter(({ expiresAt }) => !isOver(expiresAt)),
    messages: [...tables.messages].filter(([, { createdAt }]) => !isOver(createdAt, 7 * DAY)),
  }
  const purged = {
    secrets: ended.length,
    expiredUnused: ended.filter(({ end }) => end === undefined).length,
    requests: tables.requests.length - kept.requests.length,
    messages: tables.messages.size - kept.messages.length,
    sessions: tables.sessions.length - kept.sessions.length,
    limiterBuckets: 0,
    auditEvents: 0,
    suppressions: 0,
    webhookEvents: 0,
    pageFiles: 0,
  }
  Object.assign(tables, kept, { messages: new Map(kept.messages) })
  return purged
}
